/** When a run is due, once over all servers. */
@NullMarked
package ai.ekaya.schedule;

import org.jspecify.annotations.NullMarked;
