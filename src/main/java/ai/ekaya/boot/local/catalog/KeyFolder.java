package ai.ekaya.boot.local.catalog;

import ai.ekaya.catalog.RoleName;
import ai.ekaya.catalog.SignerKey;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The keys of a catalog's maker, a file each, which nobody else may read: {@code root-1.json} to {@code root-3.json}, {@code targets.json},
 * {@code snapshot.json}, {@code timestamp.json}, {@code publisher-ID.json}. What was replaced is kept as {@code NAME.old-N.json}.
 */
final class KeyFolder {
    static final String PASSPHRASE = "EKAYA_CATALOG_PASSPHRASE";
    static final int ROOT_KEYS = 3;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String OLD = ".old-";

    private final Path folder;
    private final Optional<String> passphrase;

    KeyFolder(Path folder, Optional<String> passphrase) {
        this.folder = folder;
        this.passphrase = passphrase;
    }

    static List<String> names(RoleName role) {
        return role == RoleName.ROOT
                ? IntStream.rangeClosed(1, ROOT_KEYS)
                        .mapToObj(number -> "root-" + number)
                        .toList()
                : List.of(role.text());
    }

    static String ofPublisher(String publisher) {
        return "publisher-" + publisher;
    }

    boolean has(String name) {
        return Files.exists(file(name));
    }

    private Path file(String name) {
        return folder.resolve(name + ".json");
    }

    /** @throws Wrong when there is one of this name */
    Signing make(String name) {
        try {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            Signing made = new Signing(SignerKey.of(pair.getPublic()), pair.getPrivate());
            ObjectNode json = made.key().json().put("keyid", made.key().id());
            byte[] secret = pair.getPrivate().getEncoded();
            passphrase.ifPresentOrElse(
                    words -> SealedKey.seal(secret, words, json.putObject("private")),
                    () -> json.put("private", Base64.getEncoder().encodeToString(secret)));
            write(file(name), JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(json));
            return made;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JVM has no Ed25519", e);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not make the key " + name, e);
        }
    }

    private void write(Path file, byte[] bytes) throws IOException {
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (FileAlreadyExistsException e) {
            throw new Wrong(file + " is there already, and is not overwritten", e);
        }
        Files.write(file, bytes, StandardOpenOption.TRUNCATE_EXISTING);
    }

    /** @throws Wrong when there is none, or it does not open */
    Signing open(String name) {
        Path file = file(name);
        try {
            JsonNode json = JSON.readTree(Files.readAllBytes(file));
            JsonNode secret = json.path("private");
            byte[] encoded = secret.isObject()
                    ? SealedKey.open(
                            secret,
                            passphrase.orElseThrow(
                                    () -> new Wrong("The key in " + file + " is sealed: set " + PASSPHRASE)))
                    : Base64.getDecoder().decode(secret.asText());
            return new Signing(
                    publicKey(json),
                    KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(encoded)));
        } catch (IOException e) {
            throw new Wrong("There is no key " + file + ": ./ekaya catalog keys makes the keys of a catalog", e);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new Wrong("The key in " + file + " is none that ./ekaya catalog keys made", e);
        }
    }

    List<Signing> open(RoleName role) {
        return names(role).stream().map(this::open).toList();
    }

    /** The public keys of a publisher, those that were replaced as well: what they signed still holds. */
    List<SignerKey> publisherKeys(String publisher) {
        String name = ofPublisher(publisher);
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> {
                        String one = file.getFileName().toString();
                        return one.equals(name + ".json") || one.startsWith(name + OLD);
                    })
                    .sorted()
                    .map(KeyFolder::readPublic)
                    .toList();
        } catch (IOException e) {
            throw new Wrong("There is no folder of keys " + folder + ": ./ekaya catalog keys makes them", e);
        }
    }

    private static SignerKey readPublic(Path file) {
        try {
            return publicKey(JSON.readTree(Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new UncheckedIOException("Could not read the key " + file, e);
        }
    }

    private static SignerKey publicKey(JsonNode json) {
        return SignerKey.of(java.util.HexFormat.of()
                .parseHex(json.path("keyval").path("public").asText()));
    }

    /** Puts a new key in the place of one, which is kept beside it. */
    Signing replace(String name, long number) {
        try {
            Files.move(file(name), file(name + OLD + number));
        } catch (IOException e) {
            throw new UncheckedIOException("Could not put the key " + name + " aside", e);
        }
        return make(name);
    }
}
