package ai.ekaya.classification;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;

/** Whether a text is a password's hash, a known kind of key, or made of chance. */
final class SecretShapes {
    private static final int RANDOM_LENGTH_LEAST = 24;
    private static final int RANDOM_LENGTH_MOST = 200;
    private static final double RANDOM_BITS_LEAST = 3.8;

    private static final Pattern PASSWORD_HASH = Pattern.compile(
            "\\$2[abxy]\\$\\d{2}\\$[./A-Za-z0-9]{53}|\\$argon2(?:id|i|d)\\$.{20,}|\\$(?:1|5|6|y|7)\\$[^\\s]{8,}"
                    + "|\\$[PHS]\\$[./A-Za-z0-9]{28,55}|\\$scrypt\\$.{20,}|pbkdf2[_:$][^\\s]{20,}|\\{SSHA(?:\\d{3})?\\}[A-Za-z0-9+/=]{20,}");
    static final Pattern KNOWN_KEY =
            Pattern.compile("(?:AKIA|ASIA)[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{40,120}"
                    + "|glpat-[A-Za-z0-9_-]{20}|(?:sk|rk)_(?:live|test)_[A-Za-z0-9]{16,120}|sk-[A-Za-z0-9_-]{32,200}|xox[abprs]-[A-Za-z0-9-]{10,120}"
                    + "|AIza[0-9A-Za-z_-]{35}|whsec_[A-Za-z0-9+/=]{16,100}|npm_[A-Za-z0-9]{36}|SG\\.[A-Za-z0-9_-]{16,32}\\.[A-Za-z0-9_-]{30,60}"
                    + "|-----BEGIN (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY-----");
    private static final Pattern JWT = Pattern.compile("(eyJ[A-Za-z0-9_-]{10,})\\.[A-Za-z0-9_-]{4,}\\.?[A-Za-z0-9_-]*");
    private static final Pattern RANDOM = Pattern.compile("[A-Za-z0-9_+/=.~-]+");

    private SecretShapes() {}

    static boolean passwordHash(String text) {
        return PASSWORD_HASH.matcher(text).matches();
    }

    /** Also one that was cut at the length that is read. */
    static boolean knownKey(String text) {
        return KNOWN_KEY.matcher(text).lookingAt();
    }

    /** Its header can be read. */
    static boolean jwt(String text) {
        var matcher = JWT.matcher(text);
        if (!matcher.lookingAt()) {
            return false;
        }
        try {
            byte[] header = Base64.getUrlDecoder().decode(matcher.group(1));
            return new String(header, StandardCharsets.UTF_8).contains("\"alg\"");
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Long, of upper and lower case and digits, without order; digests, UUIDs and words are not. */
    static boolean random(String text) {
        return text.length() >= RANDOM_LENGTH_LEAST
                && text.length() <= RANDOM_LENGTH_MOST
                && RANDOM.matcher(text).matches()
                && text.chars().anyMatch(Character::isUpperCase)
                && text.chars().anyMatch(Character::isLowerCase)
                && text.chars().anyMatch(Character::isDigit)
                && bitsPerCharacter(text) >= RANDOM_BITS_LEAST;
    }

    private static double bitsPerCharacter(String text) {
        int[] counts = new int[128];
        text.chars().forEach(c -> counts[c]++);
        double bits = 0;
        for (int count : counts) {
            double share = (double) count / text.length();
            bits -= count == 0 ? 0 : share * Math.log(share) / Math.log(2);
        }
        return bits;
    }
}
