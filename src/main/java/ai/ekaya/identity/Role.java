package ai.ekaya.identity;

import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a member may do in a project; each includes those before it. In JSON in lower case. */
public enum Role {
    VIEWER,
    OPERATOR,
    AUTHOR,
    ADMIN;

    public boolean includes(Role other) {
        return compareTo(other) >= 0;
    }

    /** @throws Refusal {@code BAD_ARGUMENT} listing the roles there are */
    @JsonCreator
    public static Role parse(String text) {
        return Arrays.stream(values())
                .filter(role -> role.text().equals(text))
                .findFirst()
                .orElseThrow(() -> new Refusal(
                        RefusalCode.BAD_ARGUMENT,
                        "The role is '" + text + "', expected one of "
                                + Arrays.stream(values()).map(Role::text).collect(Collectors.joining(", "))));
    }

    /** The name as it is written in JSON and messages. */
    @JsonValue
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Role larger(Role one, Role other) {
        return one.includes(other) ? one : other;
    }

    static Role smaller(Role one, Role other) {
        return one.includes(other) ? other : one;
    }
}
