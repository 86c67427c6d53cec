/** The master key, what is sealed with it, its rotation; the key that signs the audit. */
@NullMarked
package ai.ekaya.keys;

import org.jspecify.annotations.NullMarked;
