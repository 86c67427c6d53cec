/** Drafts written in the browser: checked, previewed, installed. */
@NullMarked
package ai.ekaya.studio;

import org.jspecify.annotations.NullMarked;
