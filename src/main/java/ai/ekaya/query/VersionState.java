package ai.ekaya.query;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What became of one wording. In JSON and rows in lower case. */
public enum VersionState {
    /** Waits for a decision. */
    DRAFT,
    APPROVED,
    REJECTED,
    /** A later one took its place, before or after it was approved. */
    REPLACED;

    @JsonValue
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static VersionState of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
