package ai.ekaya.notify;

/** How soon somebody should look; each is more than the one before it. */
public enum Severity {
    INFO,
    WARNING,
    CRITICAL
}
