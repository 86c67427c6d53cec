/** What {@code ./ekaya start} brings and the WAR does not contain: the embedded database and its demo shop, and Liberty as a child process. */
@NullMarked
package ai.ekaya.boot.local;

import org.jspecify.annotations.NullMarked;
