/** Who is asking, what they may do, sign-in, tokens, projects, members. */
@NullMarked
package ai.ekaya.identity;

import org.jspecify.annotations.NullMarked;
