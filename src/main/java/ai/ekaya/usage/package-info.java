/** What apps have used of the server today, and how much they may. */
@NullMarked
package ai.ekaya.usage;

import org.jspecify.annotations.NullMarked;
