package ai.ekaya.classification;

import java.util.Currency;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Whether a text has the form of something well known that has no check digit. */
final class Texts {
    private static final Pattern EMAIL = Pattern.compile(
            "[\\p{L}\\p{N}._%+'/=-]{1,64}+@(?:[\\p{L}\\p{N}](?:[\\p{L}\\p{N}-]{0,62})\\.){1,8}+\\p{L}{2,24}");
    private static final Pattern PHONE_INTERNATIONAL = Pattern.compile("(?:\\+|00)[1-9][0-9 ().\\-/]{6,22}");
    private static final Pattern PHONE_NATIONAL =
            Pattern.compile("\\(\\d{2,5}\\)[ .\\-/]?\\d{2,4}[ .\\-]?\\d{2,6}|1?[ .-]?\\d{3}[ .-]\\d{3}[ .-]\\d{4}"
                    + "|0\\d{1,4}[ /-]\\d{3,9}(?:[ -]\\d{1,5}){0,3}|0\\d(?:[ .]\\d{2}){4}");
    private static final Pattern IPV4 =
            Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)\\.){3}(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:/\\d{1,2})?");
    private static final Pattern IPV6 = Pattern.compile("(?=.{2,45}$)[0-9a-fA-F:]*:[0-9a-fA-F:.]*(?:/\\d{1,3})?");
    private static final Pattern MAC =
            Pattern.compile("(?:[0-9A-Fa-f]{2}([:-]))(?:[0-9A-Fa-f]{2}\\1){4}[0-9A-Fa-f]{2}");
    private static final Pattern URL = Pattern.compile("(?:https?|ftp|wss?)://[^\\s]{3,}", Pattern.CASE_INSENSITIVE);
    private static final Pattern UUID =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64}|[0-9a-f]{128}"
            + "|[0-9A-F]{32}|[0-9A-F]{40}|[0-9A-F]{64}|[0-9A-F]{128}");
    private static final Pattern LANGUAGE = Pattern.compile("([a-z]{2})(?:[_-][A-Za-z]{2,4}){0,2}");
    private static final Pattern INSTANT = Pattern.compile(
            "\\d{4}-\\d{2}-\\d{2}(?:[T ]\\d{2}:\\d{2}(?::\\d{2}(?:\\.\\d{1,9})?)?(?:Z|[+-]\\d{2}:?\\d{2})?)?");
    private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());
    private static final Set<String> COUNTRIES_OF_THREE = Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA3);
    private static final Set<String> LANGUAGES = Set.of(Locale.getISOLanguages());
    private static final Set<String> CURRENCIES = Currency.getAvailableCurrencies().stream()
            .map(Currency::getCurrencyCode)
            .collect(Collectors.toUnmodifiableSet());

    private Texts() {}

    static boolean email(String text) {
        return text.indexOf('@') > 0 && EMAIL.matcher(text).matches();
    }

    /** As people write one: a plain row of digits is none. */
    static boolean phone(String text) {
        long digits = digits(text);
        return digits >= 7
                && digits <= 15
                && (PHONE_INTERNATIONAL.matcher(text).matches()
                        || PHONE_NATIONAL.matcher(text).matches());
    }

    /** What a column that is called so may hold. */
    static boolean phoneOrDigits(String text) {
        long digits = digits(text);
        return digits >= 6 && digits <= 15 && text.matches("[+0-9 ().\\-/extEXT]+");
    }

    static boolean ip(String text) {
        return IPV4.matcher(text).matches()
                || text.indexOf(':') != text.lastIndexOf(':')
                        && IPV6.matcher(text).matches()
                        && !mac(text)
                        && !time(text);
    }

    private static boolean time(String text) {
        return text.matches("\\d{1,2}:\\d{2}:\\d{2}.*");
    }

    static boolean mac(String text) {
        return MAC.matcher(text).matches();
    }

    static boolean url(String text) {
        return URL.matcher(text).matches();
    }

    static boolean uuid(String text) {
        return UUID.matcher(text).matches();
    }

    /** As MD5, SHA-1, SHA-256 and SHA-512 are written, and git's ids. */
    static boolean digest(String text) {
        return DIGEST.matcher(text).matches();
    }

    static boolean country(String text) {
        return COUNTRIES.contains(text) || COUNTRIES_OF_THREE.contains(text) || text.equals("UK") || text.equals("EU");
    }

    static boolean currency(String text) {
        return CURRENCIES.contains(text);
    }

    static boolean language(String text) {
        var matcher = LANGUAGE.matcher(text);
        return matcher.matches() && LANGUAGES.contains(matcher.group(1));
    }

    static boolean instant(String text) {
        return INSTANT.matcher(text).matches();
    }

    static boolean between(String text, double least, double most) {
        return number(text, value -> value >= least && value <= most);
    }

    private static boolean number(String text, Function<Double, Boolean> test) {
        try {
            return test.apply(Double.parseDouble(text));
        } catch (NumberFormatException e) {
            return false;
        }
    }

    static long digits(String text) {
        return text.chars().filter(c -> c >= '0' && c <= '9').count();
    }
}
