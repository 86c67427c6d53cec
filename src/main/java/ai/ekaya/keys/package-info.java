/** The master keys that a server holds, what is sealed with them, the change of the one in force; the key that signs the audit. */
@NullMarked
package ai.ekaya.keys;

import org.jspecify.annotations.NullMarked;
