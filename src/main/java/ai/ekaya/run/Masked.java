package ai.ekaya.run;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Arguments that are kept with marks in the place of values: the hashes of earlier versions were of the values. */
final class Masked {
    private static final String MARK = "\u27e6";

    private Masked() {}

    /** What can be told of arguments that are kept so: nothing that who guesses a value could try it on. */
    static String hash(String shown, String kept) {
        return shown.contains(MARK) ? sha256(shown) : kept;
    }

    private static String sha256(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This JVM has no SHA-256", e);
        }
    }
}
