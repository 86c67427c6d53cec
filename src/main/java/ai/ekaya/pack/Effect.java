package ai.ekaya.pack;

/** The kinds of things that apps do, as people who decide about them tell them apart; what is harder to take back comes first. */
public enum Effect {
    SENDS_SENSITIVE_VALUES,
    CHANGES_DATA,
    REACHES_ANY_HOST,
    REACHES_HOST,
    USES_SECRET,
    SENDS_ROWS_TO_MODEL,
    ASKS_MODEL,
    CALLS_TOOLS,
    OFFERS_TOOLS,
    READS_DATA,
    TELLS_PEOPLE,
    KEEPS_DATA,
    /** Knows who runs it, the time, random numbers; writes its log. */
    LOOKS,
    USES_MACHINE
}
