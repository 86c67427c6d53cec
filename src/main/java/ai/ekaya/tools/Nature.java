package ai.ekaya.tools;

/** What a tool may do to the world at most, as clients are told before they call it. */
public enum Nature {
    /** It asks, and leaves everything as it is. */
    READS,
    /** It makes something new, each time. */
    ADDS,
    /** It makes something so; twice is as once. */
    SETS,
    /** It may change or remove what is there. */
    CHANGES;

    public boolean readOnly() {
        return this == READS;
    }

    public boolean destructive() {
        return this == CHANGES;
    }

    public boolean idempotent() {
        return this == READS || this == SETS;
    }
}
