package ai.ekaya.boot.local;

import ai.ekaya.audit.ExportCheck;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;

/** The main behind {@code ./ekaya verify-audit FILE [PUBLIC KEY]}: whether an export is whole and unchanged. Needs no server. */
public final class VerifyAudit {
    private VerifyAudit() {}

    public static void main(String[] arguments) {
        int exit = 1;
        try {
            System.out.println(run(arguments));
            exit = 0;
        } catch (ExportCheck.Wrong e) {
            System.err.println("ekaya: not intact. " + e.getMessage());
        } catch (IOException e) {
            System.err.println("ekaya: could not read " + e.getMessage());
        } catch (IllegalArgumentException e) {
            System.err.println("ekaya: " + e.getMessage());
        }
        System.exit(exit);
    }

    /** @return what was found, for the person at the console */
    static String run(String[] arguments) throws IOException, ExportCheck.Wrong {
        if (arguments.length < 1 || arguments.length > 2) {
            throw new IllegalArgumentException("expected ./ekaya verify-audit FILE [PUBLIC KEY]");
        }
        Optional<byte[]> trusted = arguments.length == 2 ? Optional.of(key(arguments[1])) : Optional.empty();
        try (BufferedReader lines = Files.newBufferedReader(Path.of(arguments[0]))) {
            ExportCheck.Checked found = ExportCheck.check(lines, trusted);
            return "Intact: events " + (found.first() + 1) + " to " + found.last() + " of " + found.chain()
                    + "\nHead:   "
                    + found.head() + "\nSigned by key " + found.keyId()
                    + (trusted.isPresent()
                            ? ""
                            : ", which the export brought itself: compare it with GET /api/v1/audit/key, or give that"
                                    + " publicKey as second argument");
        }
    }

    private static byte[] key(String base64) {
        try {
            return Base64.getDecoder().decode(base64.strip());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "The public key is no base64, expected publicKey of GET /api/v1/audit/key");
        }
    }
}
