/** What the people of a project are to look at, until one of them has. */
@NullMarked
package ai.ekaya.notify;

import org.jspecify.annotations.NullMarked;
