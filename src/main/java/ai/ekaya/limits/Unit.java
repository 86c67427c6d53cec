package ai.ekaya.limits;

/** The unit that a {@link Limit} counts in; it ends the limit's name and its config key. */
public enum Unit {
    BYTES,
    COUNT,
    MILLIS,
    SECONDS,
    RATIO
}
