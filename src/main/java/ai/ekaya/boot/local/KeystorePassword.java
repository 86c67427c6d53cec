package ai.ekaya.boot.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The password of the server's keystore. Liberty makes one with each installation and keeps it there, in {@code server.env}; the
 * keystore is in {@code EKAYA_HOME}. A home that gets another installation gives it its own password, or HTTPS would not come up.
 */
final class KeystorePassword {
    private static final String KEPT = "keystore.password";
    private static final String KEY = "keystore_password=";

    private KeystorePassword() {}

    /** To be called before the server of this home is started. */
    static void keep(Home home, Path liberty) {
        Path file = liberty.resolve("usr/servers/ekaya/server.env");
        try {
            List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
            Optional<String> kept = home.read(KEPT);
            if (kept.isEmpty()) {
                passwordIn(lines).ifPresent(password -> home.write(KEPT, password));
            } else if (!kept.equals(passwordIn(lines))) {
                Files.write(
                        file,
                        Stream.concat(
                                        lines.stream().filter(line -> !line.startsWith(KEY)),
                                        kept.stream().map(KEY::concat))
                                .toList());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Could not keep the password of the keystore in " + file, e);
        }
    }

    private static Optional<String> passwordIn(List<String> lines) {
        return lines.stream()
                .filter(line -> line.startsWith(KEY))
                .map(line -> line.substring(KEY.length()))
                .findFirst();
    }
}
