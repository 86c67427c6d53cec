package ai.ekaya.leak;

/** A way out of a run, and what is done when something is found there: what only people look at is kept readable, all else is stopped. */
public enum Exit {
    OUTPUT(Action.BLOCK, "its output"),
    ERROR_TEXT(Action.REDACT, "its error"),
    LOG(Action.REDACT, "its log"),
    PROGRESS(Action.REDACT, "its progress"),
    /** Arguments of host calls that reach no further than the platform's and the project's databases. */
    DATABASE(Action.BLOCK, "the call's arguments"),
    /** Address, headers and body, before a credential is put in. */
    HTTP_REQUEST(Action.BLOCK, "the request"),
    HTTP_RESPONSE(Action.REDACT, "the response"),
    PROMPT(Action.BLOCK, "the prompt"),
    MODEL_ANSWER(Action.REDACT, "the model's answer"),
    TOOL_CALL(Action.BLOCK, "the tool's arguments"),
    TOOL_ANSWER(Action.REDACT, "the tool's answer"),
    NOTIFICATION(Action.BLOCK, "the notification"),
    /** What is kept of a run for people, beside its output and its log. */
    RECORD(Action.REDACT, "its record");

    private final Action action;
    private final String words;

    Exit(Action action, String words) {
        this.action = action;
        this.words = words;
    }

    public Action action() {
        return action;
    }

    /** Whether values of sensitive columns are stopped here unless it was granted, as what goes there leaves the project. */
    boolean stopsValues() {
        return this == HTTP_REQUEST || this == NOTIFICATION;
    }

    /** Whether it is kept for people who look after apps, to whom nobody meant to show values of sensitive columns. */
    boolean isDiary() {
        return this == LOG || this == PROGRESS || this == ERROR_TEXT || this == RECORD;
    }

    /** As messages name it. */
    String words() {
        return words;
    }
}
