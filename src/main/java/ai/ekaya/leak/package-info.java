/** What must not leave: a project's secrets in any usual form, and what looks like a key, found in all that an app lets out. */
@NullMarked
package ai.ekaya.leak;

import org.jspecify.annotations.NullMarked;
