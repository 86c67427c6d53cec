package ai.ekaya.classification;

import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;

/** How a column stands. In JSON in lower case. */
public enum State {
    /** Nothing was found and nothing decided. */
    NONE,
    /** Found sensitive by the rules and not decided: it counts as sensitive. */
    PENDING,
    /** A person says so. */
    SENSITIVE,
    /** A person says that it is not. */
    ALLOW;

    @JsonValue
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws Refusal {@code BAD_ARGUMENT} for another text */
    @JsonCreator
    public static State parse(String text) {
        return Arrays.stream(values())
                .filter(state -> state.text().equals(text))
                .findFirst()
                .orElseThrow(() ->
                        new Refusal(RefusalCode.BAD_ARGUMENT, "'state' is none of allow, sensitive, pending and none"));
    }
}
