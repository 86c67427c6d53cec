package ai.ekaya.classification;

import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What makes a column sensitive, and the types that can hold it. In JSON in lower case. */
public enum Category {
    PERSON_NAME(Level.PERSONAL, Kind.TEXT, Kind.JSON),
    USER_NAME(Level.PERSONAL, Kind.TEXT),
    EMAIL(Level.PERSONAL, Kind.TEXT, Kind.JSON),
    PHONE(Level.PERSONAL, Kind.TEXT, Kind.NUMBER, Kind.JSON),
    POSTAL_ADDRESS(Level.PERSONAL, Kind.TEXT, Kind.NUMBER, Kind.JSON),
    BIRTH_DATE(Level.PERSONAL, Kind.DATE, Kind.TIME, Kind.TEXT, Kind.NUMBER),
    /** Gender, nationality, marital status. */
    PERSON_TRAIT(Level.PERSONAL, Kind.TEXT, Kind.NUMBER, Kind.ENUM),
    IP_ADDRESS(Level.PERSONAL, Kind.NETWORK, Kind.TEXT),
    DEVICE_ID(Level.PERSONAL, Kind.NETWORK, Kind.TEXT, Kind.UUID, Kind.NUMBER),
    PAYMENT_CARD(Level.CONFIDENTIAL, Kind.TEXT, Kind.NUMBER, Kind.BYTES),
    BANK_ACCOUNT(Level.CONFIDENTIAL, Kind.TEXT, Kind.NUMBER, Kind.BYTES),
    NATIONAL_ID(Level.CONFIDENTIAL, Kind.TEXT, Kind.NUMBER, Kind.BYTES),
    INCOME(Level.CONFIDENTIAL, Kind.NUMBER, Kind.TEXT),
    HEALTH(Level.SPECIAL, Kind.TEXT, Kind.NUMBER, Kind.BOOLEAN, Kind.ENUM, Kind.JSON, Kind.DATE),
    /** Religion, politics, union. */
    BELIEF(Level.SPECIAL, Kind.TEXT, Kind.NUMBER, Kind.BOOLEAN, Kind.ENUM),
    /** Ethnicity, race, sexual orientation. */
    ORIGIN(Level.SPECIAL, Kind.TEXT, Kind.NUMBER, Kind.ENUM),
    BIOMETRIC(Level.SPECIAL, Kind.TEXT, Kind.BYTES),
    /** Passwords and their hashes, keys, tokens, PINs. */
    SECRET(Level.SECRET, Kind.TEXT, Kind.NUMBER, Kind.BYTES, Kind.UUID),
    /** What fits no other: number plates, policies, and what a person says is sensitive. */
    OTHER(Level.CONFIDENTIAL, Kind.TEXT, Kind.NUMBER);

    private final Level level;
    private final Set<Kind> kinds = EnumSet.noneOf(Kind.class);

    Category(Level level, Kind... kinds) {
        this.level = level;
        this.kinds.addAll(Arrays.asList(kinds));
    }

    public Level level() {
        return level;
    }

    boolean fits(Kind kind) {
        return kinds.contains(kind);
    }

    @JsonValue
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws Refusal {@code BAD_ARGUMENT} listing those there are */
    @JsonCreator
    public static Category parse(String text) {
        return Arrays.stream(values())
                .filter(category -> category.text().equals(text))
                .findFirst()
                .orElseThrow(() -> new Refusal(
                        RefusalCode.BAD_ARGUMENT,
                        "'category' is none of "
                                + Arrays.stream(values()).map(Category::text).collect(Collectors.joining(", "))));
    }
}
