/** Cut WebAssembly functions that are too large for the JVM's compilers into pieces; see docs/splitter.md. Needs nothing but the JDK. */
@NullMarked
package ai.ekaya.sandbox.split;

import org.jspecify.annotations.NullMarked;
