/** What happened: typed events, append-only, chained a moment later so that a changed one is found. */
@NullMarked
package ai.ekaya.audit;

import org.jspecify.annotations.NullMarked;
