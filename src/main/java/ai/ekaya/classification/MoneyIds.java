package ai.ekaya.classification;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Whether a text is a payment card's number or an IBAN. */
final class MoneyIds {
    private static final Pattern CARD =
            Pattern.compile("\\d{13,19}|\\d{4}([ -])\\d{4}\\1\\d{4}\\1\\d{1,7}|\\d{4}([ -])\\d{6}\\2\\d{4,5}");
    /** Prefixes of the issuers, with the lengths that they give out. */
    private static final Pattern ISSUED = Pattern.compile("4(?:\\d{12}|\\d{15}|\\d{18})"
            + "|(?:5[1-5]\\d{2}|222[1-9]|22[3-9]\\d|2[3-6]\\d{2}|27[01]\\d|2720)\\d{12}"
            + "|3[47]\\d{13}"
            + "|(?:6011|64[4-9]\\d|65\\d{2})\\d{12}(?:\\d{3})?"
            + "|3(?:0[0-5]|[689]\\d)\\d{11}"
            + "|35(?:2[89]|[3-8]\\d)\\d{12}"
            + "|62\\d{14,17}"
            + "|(?:5018|5020|5038|5893|6304|6759|676[1-3])\\d{8,15}");

    private static final Pattern IBAN = Pattern.compile("[A-Z]{2}\\d{2}[A-Z0-9]{11,30}");
    private static final Map<String, Integer> IBAN_LENGTHS = new HashMap<>();

    static {
        String lengths =
                "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 EE20 EG29"
                        + " ES24 FI18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28"
                        + " LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MR27 MT31 MU30 NL18 NO15 PK24 PL28 PS29 PT25 QA29 RO24"
                        + " RS22 SA24 SC31 SE24 SI19 SK24 SM27 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20";
        for (String entry : lengths.split(" ")) {
            IBAN_LENGTHS.put(entry.substring(0, 2), Integer.valueOf(entry.substring(2)));
        }
    }

    private MoneyIds() {}

    /** Known prefix and length, and Luhn's check digit. */
    static boolean card(String text) {
        if (!CARD.matcher(text).matches()) {
            return false;
        }
        String digits = text.replaceAll("[ -]", "");
        return ISSUED.matcher(digits).matches() && CheckDigits.luhn(digits);
    }

    /** Known country and its length, and the check digits mod 97. */
    static boolean iban(String text) {
        String id = text.replace(" ", "").toUpperCase(Locale.ROOT);
        if (!IBAN.matcher(id).matches() || IBAN_LENGTHS.getOrDefault(id.substring(0, 2), 0) != id.length()) {
            return false;
        }
        StringBuilder digits = new StringBuilder();
        (id.substring(4) + id.substring(0, 4)).chars().forEach(c -> digits.append(Character.digit(c, 36)));
        return CheckDigits.modulo(digits.toString(), 97) == 1;
    }
}
