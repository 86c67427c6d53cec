package ai.ekaya.host;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What of a text is a value by itself. Of a list ({@code Anna Schmidt, Bert Brecht}) it is what stands between the separators; of prose
 * only addresses and numbers: its words and phrases are those of any text, and an app that may send none of them can send nothing.
 */
final class FreeText {
    private static final Pattern SEPARATORS = Pattern.compile("[,;|\\t\\r\\n()\"<>{}\\[\\]:\\\\，、；：（）「」]+");
    private static final Pattern BLANKS = Pattern.compile("\\s+");
    private static final Pattern PIECES = Pattern.compile("[\\s,;|()\"<>{}\\[\\]':\\\\，、；：（）「」。]+");

    /** As telephone and account numbers are written. */
    private static final Pattern NUMBER = Pattern.compile("\\d(?:[ ./()-]{0,3}\\d){8,30}");

    private static final Pattern DAY_FIRST =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\d.*|\\d{1,2}[./-]\\d{1,2}[./-]\\d{2,4}.*");

    private static final Pattern SENTENCE_END = Pattern.compile("\\p{Ll}{4}[.!?…](?:\\s|$)|[。！？।؟]");

    /** Scripts that put no blanks between words: as many characters without a digit are no name. */
    private static final Pattern UNSPACED =
            Pattern.compile("[\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}\\p{IsThai}\\p{IsLao}\\p{IsKhmer}]{10}");

    private static final Pattern SMALL = Pattern.compile("\\p{Ll}\\p{L}+\\P{L}*");

    private static final int PROSE_WORDS = 6;
    private static final int PROSE_SMALL_WORDS = 4;
    private static final int PIECE_LEAST = 8;
    private static final int PIECE_DIGITS_LEAST = 3;

    private FreeText() {}

    /** Of a text that may be a list of values, the values; of prose as {@link #identifying}. */
    static void values(String text, Consumer<String> each) {
        List<String> parts =
                Arrays.stream(SEPARATORS.split(text)).map(String::strip).toList();
        boolean isProse = isProse(text, parts);
        // A word between commas is a value where all are words: else it is how people write.
        boolean isOfWords = parts.stream().allMatch(FreeText::isWord);
        if (!isProse) {
            parts.stream().filter(part -> isOfWords || !isWord(part)).forEach(each);
        }
        identifying(text, each);
    }

    /** What identifies somebody wherever it stands: addresses of mail, numbers, what is written with digits. */
    static void identifying(String text, Consumer<String> each) {
        for (String piece : PIECES.split(text)) {
            if (piece.length() >= PIECE_LEAST && isMarked(piece)) {
                each.accept(piece);
            }
        }
        NUMBER.matcher(text)
                .results()
                .map(MatchResult::group)
                .filter(number -> !DAY_FIRST.matcher(number).matches())
                .forEach(each);
    }

    private static boolean isProse(String text, List<String> parts) {
        return SENTENCE_END.matcher(text).find() || parts.stream().anyMatch(FreeText::isPhrase);
    }

    /** More small words than a name has, or more words than a value without a number. */
    private static boolean isPhrase(String part) {
        String[] words = BLANKS.split(part);
        long small = Arrays.stream(words)
                .filter(word -> SMALL.matcher(word).matches())
                .count();
        boolean hasNumber = part.chars().anyMatch(Character::isDigit);
        return small >= PROSE_SMALL_WORDS
                || !hasNumber
                        && (words.length >= PROSE_WORDS
                                || UNSPACED.matcher(part).find());
    }

    private static boolean isWord(String part) {
        return part.codePoints().allMatch(c -> Character.isLetter(c) || c == '-' || c == '\'' || c == '.');
    }

    private static boolean isMarked(String piece) {
        return piece.indexOf('@') >= 0
                || !DAY_FIRST.matcher(piece).matches()
                        && piece.chars().filter(Character::isDigit).count() >= PIECE_DIGITS_LEAST;
    }
}
