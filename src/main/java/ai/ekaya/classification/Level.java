package ai.ekaya.classification;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How sensitive something is, the least first. In JSON in lower case. */
public enum Level {
    NONE,
    /** It tells of a person. */
    PERSONAL,
    /** In wrong hands it costs money or an identity. */
    CONFIDENTIAL,
    /** What article 9 of the GDPR calls special: health, belief, origin and the like. */
    SPECIAL,
    /** It opens doors. */
    SECRET;

    @JsonValue
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
