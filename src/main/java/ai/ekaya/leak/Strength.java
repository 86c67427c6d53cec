package ai.ekaya.leak;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** How surely a text in which a value stands has it from there. It decides how loosely the value is looked for. */
enum Strength {
    /** Any text may have it by chance: it is not looked for. */
    WEAK,
    /** Looked for letter by letter, in each encoding. */
    FAIR,
    /** Also in another case, with separators put in, and in part. */
    STRONG;

    private static final int BYTES_LEAST = 8;
    private static final int DISTINCT_LEAST = 5;
    private static final int WORD_LEAST = 16;
    private static final int NUMBER_LEAST = 12;
    private static final Pattern UUID_FORM = Pattern.compile("[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    private static final Pattern WORD_WITH_TAIL = Pattern.compile("([a-z]+)[^a-z]{0,5}");
    private static final Set<String> COMMON = Set.of(
            "password",
            "passwort",
            "passwd",
            "secret",
            "admin",
            "administrator",
            "changeme",
            "change",
            "welcome",
            "letmein",
            "qwerty",
            "qwertz",
            "default",
            "example",
            "test",
            "testing",
            "demo",
            "user",
            "guest",
            "root",
            "master",
            "database",
            "postgres",
            "monkey",
            "dragon",
            "login");

    static Strength of(String value) {
        if (value.getBytes(StandardCharsets.UTF_8).length < BYTES_LEAST
                || value.chars().distinct().count() < DISTINCT_LEAST
                || isCommon(value)) {
            return WEAK;
        }
        if (value.codePoints().allMatch(Character::isLetter)) {
            return value.length() < WORD_LEAST ? WEAK : looksRandom(value) ? STRONG : FAIR;
        }
        if (value.chars().allMatch(c -> !Character.isLetter(c))) {
            return value.chars().filter(Character::isDigit).count() < NUMBER_LEAST
                            && value.chars().allMatch(c -> Character.isDigit(c) || " .,:/+-".indexOf(c) >= 0)
                    ? WEAK
                    : FAIR;
        }
        return looksRandom(value) ? STRONG : FAIR;
    }

    private static boolean isCommon(String value) {
        var word = WORD_WITH_TAIL.matcher(value.toLowerCase(Locale.ROOT));
        return word.matches() && COMMON.contains(word.group(1));
    }

    /** Letters and digits, or cases, in no order: no word, date, address or name of a thing. */
    static boolean looksRandom(String value) {
        int count = 0;
        int changes = 0;
        int classes = 0;
        int before = 0;
        for (int i = 0; i < value.length(); i++) {
            int kind = kind(value.charAt(i));
            if (kind != 0) {
                count++;
                classes |= kind;
                changes += before != 0 && kind != before ? 1 : 0;
                before = kind;
            }
        }
        long distinct = value.chars().filter(c -> kind(c) != 0).distinct().count();
        int of = Integer.bitCount(classes);
        boolean many = count >= 16 && of >= 2 && changes >= count / 5;
        boolean mixed = count >= 12 && of == 3 && changes >= 4;
        return distinct >= 8 && (many || mixed);
    }

    /** Random to look at, and nothing that is usual to show. */
    static boolean isKeyLike(String value) {
        return value.length() >= 16
                && looksRandom(value)
                && !UUID_FORM.matcher(value).matches();
    }

    private static int kind(int c) {
        return c >= 'a' && c <= 'z' ? 1 : c >= 'A' && c <= 'Z' ? 2 : c >= '0' && c <= '9' ? 4 : 0;
    }
}
