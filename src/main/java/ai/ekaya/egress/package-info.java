/** HTTP that leaves the server: who may ask whom, and that nothing else happens on the way (docs/egress.md). */
@NullMarked
package ai.ekaya.egress;

import org.jspecify.annotations.NullMarked;
