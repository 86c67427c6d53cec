package ai.ekaya.classification;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a column is used as. In JSON in lower case. */
public enum Feature {
    IDENTIFIER,
    /** To another table's key. */
    REFERENCE,
    TIMESTAMP,
    DATE,
    DURATION,
    BOOLEAN,
    ENUM,
    MONEY,
    PERCENTAGE,
    QUANTITY,
    FREE_TEXT,
    JSON,
    URL,
    COUNTRY_CODE,
    CURRENCY_CODE,
    LANGUAGE_CODE,
    GEO,
    HASH,
    BINARY;

    @JsonValue
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    static Feature parse(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
