/** Sealed values and their encryption. */
@NullMarked
package ai.ekaya.secrets;

import org.jspecify.annotations.NullMarked;
