package ai.ekaya.sandbox.split;

/** A way out of a stretch of code. */
sealed interface Exit {
    /** To what follows. */
    record FallThrough() implements Exit {}

    /** To the label of a block around it. */
    record ToLabel(Block block) implements Exit {}

    /** Out of the function. */
    record Returning() implements Exit {}

    Exit FALL_THROUGH = new FallThrough();
    Exit RETURNING = new Returning();
}
