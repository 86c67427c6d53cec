package ai.ekaya.classification;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The words of a name, in lower case and without accents: {@code customerEMail2} is customer, e, mail, 2. */
final class Tokens {
    private static final int NAME_LENGTH_MAX = 256;
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern BORDERS =
            Pattern.compile("[^\\p{L}\\p{N}]+|(?<=\\p{Ll})(?=\\p{Lu})|(?<=\\p{Lu})(?=\\p{Lu}\\p{Ll})"
                    + "|(?<=\\p{L})(?=\\p{N})|(?<=\\p{N})(?=\\p{L})");

    private Tokens() {}

    static List<String> of(String name) {
        String cut = name.length() > NAME_LENGTH_MAX ? name.substring(0, NAME_LENGTH_MAX) : name;
        String plain = MARKS.matcher(Normalizer.normalize(cut, Normalizer.Form.NFD))
                .replaceAll("")
                .replace("ß", "ss");
        return Stream.of(BORDERS.split(plain))
                .filter(token -> !token.isEmpty())
                .map(token -> token.toLowerCase(Locale.ROOT))
                .toList();
    }

    /** One of the words, or its plural by s. */
    static boolean names(List<String> tokens, java.util.Set<String> words) {
        return tokens.stream()
                .anyMatch(token -> words.contains(token)
                        || token.endsWith("s") && words.contains(token.substring(0, token.length() - 1))
                        || token.endsWith("ies") && words.contains(token.substring(0, token.length() - 3) + "y"));
    }
}
