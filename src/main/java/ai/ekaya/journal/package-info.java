/** A run's journal: what went through its door, kept sealed, and a door that answers from it. */
@NullMarked
package ai.ekaya.journal;

import org.jspecify.annotations.NullMarked;
