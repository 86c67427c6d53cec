package ai.ekaya.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/** Checks an export without a server: every event against its hash, the hashes against each other, both ends against their signatures. */
public final class ExportCheck {
    private static final int KEY_ID_BYTES = 8;

    private ExportCheck() {}

    /** What an intact export holds, and the key that vouches for it. */
    public record Checked(String chain, long first, long last, String head, String keyId) {}

    /** Says which line is wrong, and how. */
    public static final class Wrong extends Exception {
        private static final long serialVersionUID = 1L;

        Wrong(String message) {
            super(message);
        }
    }

    /** Which key an X.509 public key is. */
    public static String keyId(byte[] publicKey) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(publicKey);
            return HexFormat.of().formatHex(digest, 0, KEY_ID_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This JVM has no SHA-256", e);
        }
    }

    /**
     * @param trusted the server's public key as it came another way; when empty, the export's own, which proves that it is whole
     *     but not whose it is
     */
    public static Checked check(BufferedReader lines, Optional<byte[]> trusted) throws IOException, Wrong {
        JsonNode first = json(lines.readLine(), 1);
        byte[] key = trusted.orElse(base64(first.path("publicKey"), 1));
        SignedPlace start = place(first, SignedPlace.Kind.START, key, 1);
        long sequence = start.sequence();
        ChainHash hash = start.hash();
        long number = 1;
        while (true) {
            JsonNode line = json(lines.readLine(), ++number);
            if (line.path("kind").asText().equals(SignedPlace.Kind.HEAD.name())) {
                requireEnd(place(line, SignedPlace.Kind.HEAD, key, number), start.chain(), sequence, hash, number);
                if (lines.readLine() != null) {
                    throw new Wrong("Line " + (number + 1) + " comes after the signed head, expected nothing");
                }
                return new Checked(start.chain(), start.sequence(), sequence, hash.toString(), start.keyId());
            }
            sequence++;
            hash = hash.then(line.path("event"));
            if (line.path("sequence").asLong() != sequence
                    || !hash.toString().equals(line.path("hash").asText())) {
                throw new Wrong("Line " + number + " is not the event that was sealed as " + sequence
                        + ": changed, dropped, inserted or in another place");
            }
        }
    }

    private static void requireEnd(SignedPlace head, String chain, long sequence, ChainHash hash, long number)
            throws Wrong {
        if (!head.chain().equals(chain)
                || head.sequence() != sequence
                || !head.hash().equals(hash)) {
            throw new Wrong("Line " + number + " is the signed head of " + head.sequence() + " events of "
                    + head.chain() + ", and the lines end at " + sequence + " of " + chain);
        }
    }

    private static SignedPlace place(JsonNode line, SignedPlace.Kind kind, byte[] key, long number) throws Wrong {
        try {
            SignedPlace place = new SignedPlace(
                    kind,
                    line.path("chain").asText(),
                    line.path("sequence").asLong(),
                    ChainHash.parse(line.path("hash").asText()),
                    Instant.parse(line.path("at").asText()),
                    line.path("key").asText(),
                    base64(line.path("signature"), number));
            if (place.keyId().equals(keyId(key)) && place.isSignedWith(key)) {
                return place;
            }
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new Wrong("Line " + number + " is no signed place of a chain");
        }
        throw new Wrong("Line " + number + " is not signed by key " + keyId(key));
    }

    private static byte[] base64(JsonNode text, long number) throws Wrong {
        try {
            return Base64.getDecoder().decode(text.asText());
        } catch (IllegalArgumentException e) {
            throw new Wrong("Line " + number + " has something that is no base64");
        }
    }

    private static JsonNode json(@org.jspecify.annotations.Nullable String line, long number) throws Wrong {
        if (line == null) {
            throw new Wrong("The export ends at line " + (number - 1) + " without a signed head: it was cut off");
        }
        try {
            return EventRow.MAPPER.readTree(line);
        } catch (JsonProcessingException e) {
            throw new Wrong("Line " + number + " is no JSON");
        }
    }
}
