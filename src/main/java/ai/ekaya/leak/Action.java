package ai.ekaya.leak;

/** What becomes of a text in which something was found. */
public enum Action {
    /** It does not go out at all. */
    BLOCK,
    /** It goes out without what was found. */
    REDACT
}
