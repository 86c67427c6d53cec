/** What apps have used of the server today and in this minute, and how much they may. */
@NullMarked
package ai.ekaya.usage;

import org.jspecify.annotations.NullMarked;
