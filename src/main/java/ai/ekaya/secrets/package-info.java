/** A project's named secrets: written, never read back, opened for the last call before the wire. */
@NullMarked
package ai.ekaya.secrets;

import org.jspecify.annotations.NullMarked;
