/** What runs do while they do it, for who looks on: one stream of events for each browser tab that asks ({@code docs/runs.md}). */
@NullMarked
package ai.ekaya.live;

import org.jspecify.annotations.NullMarked;
