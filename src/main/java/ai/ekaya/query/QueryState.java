package ai.ekaya.query;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Whether a query runs. In JSON and rows in lower case. */
public enum QueryState {
    /** No version of it was approved yet. */
    DRAFT,
    APPROVED,
    /** It was approved once and does not run until it is approved again. */
    DISABLED;

    @JsonValue
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static QueryState of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
