package ai.ekaya.review;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What in JavaScript hides from a reader what it does. By text, comments and strings included: nobody who wants to be hidden is forced
 * to write it so, and what is written so is worth a look. Each pattern takes time in proportion to the line.
 */
final class ScriptLook {
    private static final String CHECK = "script";
    private static final int LINE_CHARS_MAX = 2_000;
    private static final int FILE_CHARS_MIN = 2_000;
    private static final int LINE_CHARS_MEAN_MAX = 250;
    private static final int ESCAPES_MAX = 20;
    private static final int HIDDEN_CHARS_MIN = 400;
    private static final int MANGLED_MIN = 5;

    private record Sign(Finding.Severity severity, Pattern pattern, String why) {
        static Sign high(String pattern, String why) {
            return new Sign(Finding.Severity.HIGH, Pattern.compile(pattern), why);
        }

        static Sign warning(String pattern, String why) {
            return new Sign(Finding.Severity.WARNING, Pattern.compile(pattern), why);
        }
    }

    private static final List<Sign> SIGNS = List.of(
            Sign.high("\\beval\\b", "Names eval, which runs a text as code: what it runs stands in no file"),
            Sign.high("\\bFunction\\s?\\(", "Makes a function of a text: what it does stands in no file"),
            Sign.high(
                    "\\bconstructor\\s?\\.\\s?constructor\\b|\\[\\s?[\"'`]constructor[\"'`]\\s?\\]",
                    "Reaches for a constructor by way of a value, the usual way to make a function of a text"),
            Sign.high(
                    "\\bset(?:Timeout|Interval)\\s?\\(\\s?[\"'`]",
                    "Gives a text to a timer, as if it were to be run as code"),
            Sign.warning("\\bimport\\s?\\(", "Imports while it runs: which file that is, may hang on data"),
            Sign.warning(
                    "\\bhost\\s?(?:\\.\\s?[a-zA-Z]{1,40}\\s?)?(?:\\?\\.)?\\[",
                    "Calls the host by a name that is made up as it runs"),
            Sign.warning(
                    "__proto__|\\bObject\\s?\\.\\s?prototype\\b|\\bsetPrototypeOf\\b",
                    "Changes or reads what all objects have in common"),
            Sign.warning(
                    "\\batob\\s?\\(|\\bfromCharCode\\b|\\bfromCodePoint\\b|\\bunescape\\s?\\(|\\bdecodeURIComponent\\s?\\(\\s?[\"'`]%",
                    "Makes a text of numbers or of another writing, which hides it from readers"));
    private static final Pattern ESCAPE = Pattern.compile("\\\\x[0-9a-fA-F]{2}|\\\\u[0-9a-fA-F]{4}");
    private static final Pattern MANGLED = Pattern.compile("\\b_0x[0-9a-f]{2,8}\\b");

    private final String path;
    private final Found found;

    private ScriptLook(String path, Found found) {
        this.path = path;
        this.found = found;
    }

    static void at(String path, String source, Found found) {
        new ScriptLook(path, found).all(source);
    }

    private void all(String source) {
        List<String> lines = source.lines().toList();
        for (int index = 0; index < lines.size(); index++) {
            line(path + ":" + (index + 1), lines.get(index));
        }
        if (source.length() >= FILE_CHARS_MIN && source.length() / Math.max(1, lines.size()) > LINE_CHARS_MEAN_MAX) {
            found.warning(
                    CHECK,
                    path,
                    "Its lines have " + source.length() / lines.size()
                            + " characters in the mean: it is minified, and there is no source to read");
        }
        if (count(MANGLED, source) >= MANGLED_MIN) {
            found.high(CHECK, path, "Its names are those of a tool that makes code unreadable");
        }
    }

    private void line(String where, String line) {
        for (Sign sign : SIGNS) {
            if (sign.pattern().matcher(line).find()) {
                if (sign.severity() == Finding.Severity.HIGH) {
                    found.high(CHECK, where, sign.why());
                } else {
                    found.warning(CHECK, where, sign.why());
                }
            }
        }
        if (line.length() > LINE_CHARS_MAX) {
            found.warning(CHECK, where, "A line of more than " + LINE_CHARS_MAX + " characters, which nobody reads");
        }
        if (count(ESCAPE, line) > ESCAPES_MAX) {
            found.warning(CHECK, where, "Text that is written as the numbers of its characters");
        }
        if (Packed.run(line) >= HIDDEN_CHARS_MIN) {
            found.warning(
                    CHECK, where, "A run of letters and digits that looks like data in base64 or hex: what is in it?");
        }
    }

    private static int count(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        int count = 0;
        while (matcher.find()) {
            count++;
        }
        return count;
    }
}
