package ai.ekaya.classification;

import static ai.ekaya.classification.CheckDigits.at;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Locale;
import java.util.regex.Pattern;

/** Whether a text is a person's number of some country, by structure and check digits. Spaces, dots and dashes are passed over where people write them. */
final class NationalIds {
    private static final String DNI_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE";
    private static final Pattern SSN = Pattern.compile("(?!000|666|9)\\d{3}-?(?!00)\\d{2}-?(?!0000)\\d{4}");
    private static final Pattern NINO =
            Pattern.compile("(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\\d{6}[A-D]");
    private static final Pattern DNI = Pattern.compile("[0-9XYZ]\\d{7}[A-Z]");
    private static final Pattern NIR = Pattern.compile("[1-4]\\d{2}(?:0[1-9]|1[0-2]|[2-9]\\d)\\d[\\dAB]\\d{8}");
    private static final Pattern CODICE =
            Pattern.compile("[A-Z]{6}[0-9LMNP-V]{2}[ABCDEHLMPRST][0-9LMNP-V]{2}[A-Z][0-9LMNP-V]{3}[A-Z]");
    /** What a character at an odd place of a codice fiscale counts, of 0 to 9 and of A to Z. */
    private static final int[] CODICE_ODD = {
        1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23
    };

    private NationalIds() {}

    /** United States; it has no check digit, so only its dashes or a name tell it from other numbers. */
    static boolean ssn(String text) {
        return SSN.matcher(text).matches();
    }

    static boolean ssnWithDashes(String text) {
        return text.length() == 11 && ssn(text);
    }

    /** Germany: eleven digits; of the first ten one comes twice or thrice, and the others once. */
    static boolean steuerId(String text) {
        String digits = without(text, " ");
        if (!isDigits(digits, 11) || at(digits, 0) == 0) {
            return false;
        }
        int[] counts = new int[10];
        for (int i = 0; i < 10; i++) {
            counts[at(digits, i)]++;
        }
        long twice = java.util.Arrays.stream(counts).filter(n -> n == 2).count();
        long thrice = java.util.Arrays.stream(counts).filter(n -> n == 3).count();
        long more = java.util.Arrays.stream(counts).filter(n -> n > 3).count();
        return twice + thrice == 1 && more == 0 && CheckDigits.mod11x10(digits);
    }

    /** Spain: DNI of citizens and NIE of others. */
    static boolean dni(String text) {
        String id = without(text, " -.").toUpperCase(Locale.ROOT);
        if (!DNI.matcher(id).matches()) {
            return false;
        }
        int first = "XYZ".indexOf(id.charAt(0));
        String digits = (first < 0 ? id.substring(0, 1) : String.valueOf(first)) + id.substring(1, 8);
        return id.charAt(8) == DNI_LETTERS.charAt(CheckDigits.modulo(digits, 23));
    }

    /** France: thirteen characters and a key of two digits; Corsica has a letter. */
    static boolean nir(String text) {
        String id = without(text, " .").toUpperCase(Locale.ROOT);
        if (!NIR.matcher(id).matches()) {
            return false;
        }
        char corsica = id.charAt(6);
        if (!isDigits(id.replace('A', '0').replace('B', '0'), 15)) {
            return false;
        }
        String number = id.substring(0, 13).replace("A", "0").replace("B", "0");
        long offset = corsica == 'A' ? 1_000_000 : corsica == 'B' ? 2_000_000 : 0;
        long key = 97 - Math.floorMod(Long.parseLong(number) - offset, 97L);
        return key == Long.parseLong(id.substring(13));
    }

    /** Italy. */
    static boolean codiceFiscale(String text) {
        String id = text.toUpperCase(Locale.ROOT);
        if (!CODICE.matcher(id).matches()) {
            return false;
        }
        int sum = 0;
        for (int i = 0; i < 15; i++) {
            int value = Character.isDigit(id.charAt(i)) ? id.charAt(i) - '0' : id.charAt(i) - 'A';
            sum += i % 2 == 0 ? CODICE_ODD[value] : value;
        }
        return id.charAt(15) == 'A' + sum % 26;
    }

    /** Poland: it begins with the day of birth, the century in the month. */
    static boolean pesel(String text) {
        if (!isDigits(text, 11)) {
            return false;
        }
        int month = Integer.parseInt(text.substring(2, 4));
        int year = Integer.parseInt(text.substring(0, 2)) + new int[] {1900, 2000, 2100, 2200, 1800}[month / 20];
        int sum = CheckDigits.weighted(text, 1, 3, 7, 9, 1, 3, 7, 9, 1, 3);
        return isDay(year, month % 20, Integer.parseInt(text.substring(4, 6))) && (10 - sum % 10) % 10 == at(text, 10);
    }

    private static boolean isDay(int year, int month, int day) {
        try {
            return LocalDate.of(year, month, day).getYear() == year;
        } catch (DateTimeException e) {
            return false;
        }
    }

    /** Netherlands: the 11-test. */
    static boolean bsn(String text) {
        String digits = without(text, ".");
        return isDigits(digits, 9)
                && !digits.equals("000000000")
                && Math.floorMod(CheckDigits.weighted(digits, 9, 8, 7, 6, 5, 4, 3, 2, -1), 11) == 0;
    }

    /** United Kingdom; it has no check digit, but a form of its own. */
    static boolean nino(String text) {
        return NINO.matcher(without(text, " ").toUpperCase(Locale.ROOT)).matches();
    }

    /** Brazil. */
    static boolean cpf(String text) {
        String digits = without(text, ".-");
        if (!isDigits(digits, 11) || digits.chars().distinct().count() == 1) {
            return false;
        }
        int first = CheckDigits.weighted(digits, 10, 9, 8, 7, 6, 5, 4, 3, 2) * 10 % 11 % 10;
        int second = CheckDigits.weighted(digits, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2) * 10 % 11 % 10;
        return first == at(digits, 9) && second == at(digits, 10);
    }

    /** Switzerland. */
    static boolean ahv(String text) {
        String digits = without(text, ". ");
        return isDigits(digits, 13) && digits.startsWith("756") && CheckDigits.ean(digits);
    }

    /** India. */
    static boolean aadhaar(String text) {
        String digits = without(text, " -");
        return isDigits(digits, 12) && at(digits, 0) >= 2 && CheckDigits.verhoeff(digits);
    }

    private static boolean isDigits(String text, int length) {
        return text.length() == length && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static String without(String text, String characters) {
        return text.chars()
                .filter(c -> characters.indexOf(c) < 0)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
