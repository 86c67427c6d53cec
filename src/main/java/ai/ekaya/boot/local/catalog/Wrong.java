package ai.ekaya.boot.local.catalog;

/** What the person at the console has to mend; the message says what and how. */
final class Wrong extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Wrong(String message) {
        super(message);
    }

    Wrong(String message, Throwable cause) {
        super(message, cause);
    }
}
