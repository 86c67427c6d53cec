/** Which apps can be had, from whom, and that they are what their publishers signed. */
@NullMarked
package ai.ekaya.catalog;

import org.jspecify.annotations.NullMarked;
