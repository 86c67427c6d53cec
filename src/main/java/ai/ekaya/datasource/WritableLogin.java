package ai.ekaya.datasource;

import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What an administrator says of a login that can change data. In JSON in lower case. */
public enum WritableLogin {
    /** Apps may not use the datasource at all. */
    REFUSE,
    /** Apps read in read-only transactions; queries that are approved as writing may write. */
    ALLOW;

    /** @throws Refusal {@code BAD_ARGUMENT} for another word */
    @JsonCreator
    public static WritableLogin parse(String text) {
        return switch (text) {
            case "refuse" -> REFUSE;
            case "allow" -> ALLOW;
            default -> throw new Refusal(RefusalCode.BAD_ARGUMENT, "'writableLogin' is neither refuse nor allow");
        };
    }

    @JsonValue
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
