package ai.ekaya.journal;

/** What became of a run's journal. Runs from before journals were kept, and those that no guest was started for, have none of these. */
public enum JournalState {
    RECORDED,
    /** More went through the run's door than {@link ai.ekaya.limits.Limit#JOURNAL_RUN_BYTES} or {@code JOURNAL_CALLS_COUNT}. */
    TOO_LARGE,
    /** It made room for later runs' of the same app. */
    DROPPED
}
