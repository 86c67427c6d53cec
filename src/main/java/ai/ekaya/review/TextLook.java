package ai.ekaya.review;

import ai.ekaya.leak.Detector;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What any file may hide or give away: characters that are not seen, letters that look like others, keys, addresses. */
final class TextLook {
    private static final Pattern HOST = Pattern.compile("\\bhttps?://([A-Za-z0-9.-]{1,253})");
    private static final Detector SHAPES = Detector.of(List.of());

    private final Found found;
    private final Predicate<String> mayReach;

    /** @param mayReach whether a host is one that the package asks for */
    TextLook(Found found, Predicate<String> mayReach) {
        this.found = found;
        this.mayReach = mayReach;
    }

    /** @param isCode whether it is run: what is not seen in prose deceives nobody about what runs */
    void at(String path, String text, boolean isCode) {
        List<String> lines = text.lines().toList();
        for (int index = 0; index < lines.size(); index++) {
            characters(path + ":" + (index + 1), lines.get(index), isCode);
        }
        addresses(path, text);
    }

    private void characters(String where, String line, boolean isCode) {
        if (line.chars().anyMatch(TextLook::turns)) {
            found.high(
                    "text",
                    where,
                    "Characters that turn the direction of writing: it is shown otherwise than it is read");
        }
        if (line.codePoints().anyMatch(TextLook::isUnseen)) {
            String why = "Characters that nobody sees";
            if (isCode) {
                found.high("text", where, why);
            } else {
                found.note("text", where, why);
            }
        }
        if (isCode && mixesAlphabets(line)) {
            found.warning("text", where, "A word of letters of several alphabets, which look like one another");
        }
    }

    private static boolean turns(int c) {
        return c >= 0x202A && c <= 0x202E || c >= 0x2066 && c <= 0x2069;
    }

    private static boolean isUnseen(int c) {
        return c >= 0x200B && c <= 0x200F
                || c >= 0x2060 && c <= 0x2064
                || c == 0xFEFF
                || c == 0xAD
                || c >= 0xE0000 && c <= 0xE01EF;
    }

    private static boolean mixesAlphabets(String line) {
        boolean latin = false;
        boolean other = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            boolean isLatin = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c == '$';
            boolean isOther = c >= 0x370 && c <= 0x52F;
            if (!isLatin && !isOther) {
                latin = false;
                other = false;
            }
            latin |= isLatin;
            other |= isOther;
            if (latin && other) {
                return true;
            }
        }
        return false;
    }

    private void addresses(String path, String text) {
        Set<String> hosts = new TreeSet<>();
        Matcher address = HOST.matcher(text);
        while (address.find()) {
            hosts.add(address.group(1).toLowerCase(java.util.Locale.ROOT));
        }
        hosts.stream()
                .filter(host -> !mayReach.test(host))
                .forEach(host -> found.note(
                        "address", path, "Names the host " + host + ", which the package does not ask to call"));
    }

    /** Keys of well-known kinds, in any file. The value is told to nobody. */
    void keys(String path, byte[] bytes) {
        Set<String> told = new TreeSet<>();
        int number = 0;
        String text = new String(bytes, StandardCharsets.UTF_8);
        for (String line : text.lines().toList()) {
            number++;
            for (String kind : SHAPES.kinds(line)) {
                told.add(kind);
                found.high("secret", path + ":" + number, "Holds " + kind + ": whoever has the package has it too");
            }
        }
        // Those that go over several lines.
        for (String kind : SHAPES.kinds(text)) {
            if (!told.contains(kind)) {
                found.high("secret", path, "Holds " + kind + ": whoever has the package has it too");
            }
        }
    }
}
