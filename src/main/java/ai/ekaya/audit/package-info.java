/** What happened: typed events, append-only (the actor is a plain record). */
@NullMarked
package ai.ekaya.audit;

import org.jspecify.annotations.NullMarked;
