/** Run a guest under memory, fuel and time; the only room that knows WebAssembly. */
@NullMarked
package ai.ekaya.sandbox;

import org.jspecify.annotations.NullMarked;
