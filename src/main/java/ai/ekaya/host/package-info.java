/** The gate, and one class per host function. */
@NullMarked
package ai.ekaya.host;

import org.jspecify.annotations.NullMarked;
