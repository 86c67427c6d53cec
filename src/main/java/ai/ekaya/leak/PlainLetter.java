package ai.ekaya.leak;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What ASCII has for a character beyond it: {@code a} for {@code ａ}, {@code 𝐚}, {@code ⓐ}, {@code 🅐}, {@code ᴀ}, {@code á} and the
 * invisible tag, {@code kg} for {@code ㎏}, {@code 7} for {@code ٧}, nothing for what is not seen. By Unicode's compatibility forms (NFKD),
 * and where it has none by the character's name. Letters of the Cyrillic, Greek and Armenian scripts stand for those that look like them.
 */
final class PlainLetter {
    /** So many characters at most stand for one. */
    static final int COUNT_MAX = 4;

    private static final int PLANE_TWO = 0x20000;
    private static final int TAG_FIRST = 0xE0020;
    private static final int TAG_LAST = 0xE007E;
    private static final int SELECTOR_FIRST = 0xE0100;
    private static final int SELECTOR_LAST = 0xE01EF;

    /** Accented letters and signs of usual text. */
    private static final int USUAL_LAST = 0x2AF;

    private static final int ALIKE = 1 << 31;
    private static final int RARE = 1 << 30;
    private static final int UNSEEN = 1 << 29;
    private static final int KNOWN = 1 << 28;

    private static final Pattern NAMED = Pattern.compile(
            "\\b(?:SMALL CAPITAL|(?:CAPITAL |SMALL |SYMBOL )?LETTER) (?:SCRIPT |DOTLESS )?([A-Z])(?: WITH .*)?$"
                    + "|\\bDINGBAT .*\\bDIGIT ([A-Z]+)$");
    private static final List<String> DIGITS =
            List.of("ZERO", "ONE", "TWO", "THREE", "FOUR", "FIVE", "SIX", "SEVEN", "EIGHT", "NINE");

    /** Letters of other scripts, each before the one that nobody can tell it from. */
    private static final String LOOK_ALIKES =
            "аaеeоoрpсcуyхxѕsіiјjԁdһhԛqԝwѵvӏlкkАAВBЕEЅSІIЈJКKМMНHОOРPСCТTУYХXҮYԌGԚQԜWӀIЗ3"
                    + "αaνvοoιiκkρpτtυuχxγyϲcϳjΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧX"
                    + "օoսuոnհhզqցgԼLՏSՍUՕO";

    /** By the character's upper bits, then by its lower eight; seven bits for each letter, and what kind it is. */
    private static final int[][] PAGES = new int[(SELECTOR_LAST >> 8) + 1][];

    private static final int[] NO_PAGE = new int[256];

    static {
        java.util.Arrays.fill(PAGES, NO_PAGE);
        for (int c = 0x80; c < PLANE_TWO; c++) {
            if (!Character.isIdeographic(c) && UnicodeScript.of(c) != UnicodeScript.HANGUL) {
                put(c, made(c));
            }
        }
        for (int i = 0; i < LOOK_ALIKES.length(); i += 2) {
            put(LOOK_ALIKES.charAt(i), KNOWN | ALIKE | LOOK_ALIKES.charAt(i + 1));
        }
        for (int c = TAG_FIRST; c <= TAG_LAST; c++) {
            put(c, KNOWN | RARE | (c - TAG_FIRST + ' '));
        }
        for (int c = SELECTOR_FIRST; c <= SELECTOR_LAST; c++) {
            put(c, KNOWN | UNSEEN);
        }
    }

    private PlainLetter() {}

    private static void put(int c, int plain) {
        if (plain == 0) {
            return;
        }
        int page = c >> 8;
        if (PAGES[page] == NO_PAGE) {
            PAGES[page] = new int[256];
        }
        PAGES[page][c & 0xff] = plain;
    }

    private static int made(int c) {
        int type = Character.getType(c);
        if (type == Character.UNASSIGNED || type == Character.SURROGATE || type == Character.PRIVATE_USE) {
            return 0;
        }
        if (isOfUnseenType(type)) {
            return KNOWN | UNSEEN;
        }
        String letters = letters(c, type);
        int packed = 0;
        for (int i = Math.min(COUNT_MAX, letters.length()) - 1; i >= 0; i--) {
            packed = packed << 7 | letters.charAt(i);
        }
        return packed == 0 ? 0 : packed | KNOWN | (isRare(c, type, letters) ? RARE : 0);
    }

    private static boolean isOfUnseenType(int type) {
        return type == Character.FORMAT || type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK;
    }

    private static String letters(int c, int type) {
        if (type == Character.DECIMAL_DIGIT_NUMBER) {
            return Integer.toString(Character.digit(c, 10));
        }
        StringBuilder letters = new StringBuilder();
        boolean isPlain = Normalizer.normalize(Character.toString(c), Normalizer.Form.NFKD)
                .codePoints()
                .filter(each -> !isOfUnseenType(Character.getType(each)))
                .map(each -> each == '\u2044' || each == '\u2215' ? '/' : each)
                .peek(letters::appendCodePoint)
                .allMatch(each -> each < 0x80);
        return isPlain ? letters.toString() : named(c);
    }

    private static String named(int c) {
        String name = Character.getName(c);
        Matcher named = NAMED.matcher(name == null ? "" : name);
        boolean isLatin = UnicodeScript.of(c) == UnicodeScript.LATIN || UnicodeScript.of(c) == UnicodeScript.COMMON;
        if (!isLatin || !named.find()) {
            return "";
        }
        int digit = named.group(2) == null ? -1 : DIGITS.indexOf(named.group(2));
        return named.group(1) != null ? named.group(1) : digit < 0 ? "" : Integer.toString(digit);
    }

    /** Not what any text has: accented letters, digits of other scripts, blanks, dots. */
    private static boolean isRare(int c, int type, String letters) {
        return c > USUAL_LAST
                        && type != Character.DECIMAL_DIGIT_NUMBER
                        && letters.chars().anyMatch(Character::isLetterOrDigit)
                        && Normalizer.isNormalized(Character.toString(c), Normalizer.Form.NFD)
                || isWideDigit(c);
    }

    private static boolean isWideDigit(int c) {
        return c >= '\uff10' && c <= '\uff19' || c >= 0x1D7CE && c <= 0x1D7FF;
    }

    /** 0 for a character that stays as it is. */
    static int of(int c) {
        int page = c >> 8;
        return page < PAGES.length ? PAGES[page][c & 0xff] : 0;
    }

    /** Whether it is in itself a sign that a text was written in other letters. */
    static boolean isRare(int plain) {
        return (plain & RARE) != 0;
    }

    /** Whether usual text has it now and then. */
    static boolean isUsual(int plain) {
        return plain != 0 && (plain & (RARE | UNSEEN | ALIKE)) == 0;
    }

    /** Whether it is a usual letter of another script: a sign only beside a plain one. */
    static boolean isAlike(int plain) {
        return (plain & ALIKE) != 0;
    }

    /** Whether it stands for nothing, as nobody sees it. */
    static boolean isUnseen(int plain) {
        return (plain & UNSEEN) != 0;
    }

    /** Writes the letters that it stands for; tells where it ends. */
    static int write(int plain, byte[] into, int at, int most) {
        int end = at;
        for (int rest = plain & (KNOWN - 1); rest != 0 && end - at < most; rest >>>= 7) {
            into[end++] = (byte) (rest & 0x7f);
        }
        return end;
    }
}
