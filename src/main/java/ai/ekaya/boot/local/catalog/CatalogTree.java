package ai.ekaya.boot.local.catalog;

import ai.ekaya.catalog.FileStamp;
import ai.ekaya.catalog.RoleName;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The folder that is served: {@code metadata/} and {@code targets/}. Files but {@code timestamp.json} are written once and stay. */
final class CatalogTree {
    static final ObjectMapper JSON = new ObjectMapper();
    private static final String TIMESTAMP = "metadata/timestamp.json";

    private final Path folder;

    CatalogTree(Path folder) {
        this.folder = folder;
    }

    Path folder() {
        return folder;
    }

    Optional<byte[]> read(String path) {
        try {
            return Optional.of(Files.readAllBytes(folder.resolve(path)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("Could not read " + path, e);
        }
    }

    /** Whole or not at all, for who fetches meanwhile. */
    void write(String path, byte[] bytes) {
        Path file = folder.resolve(path);
        try {
            Files.createDirectories(file.getParent());
            Path part = Files.write(file.resolveSibling(file.getFileName() + ".part"), bytes);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not write " + file, e);
        }
    }

    private ObjectNode signed(String path) {
        byte[] bytes = read(path).orElseThrow(() -> new Wrong("The catalog in " + folder + " has no " + path));
        return (ObjectNode) json(bytes).path("signed");
    }

    static JsonNode json(byte[] bytes) {
        try {
            return JSON.readTree(bytes);
        } catch (IOException e) {
            throw new Wrong("A file of the catalog is no JSON", e);
        }
    }

    static byte[] bytes(JsonNode json) {
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(json);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not write JSON", e);
        }
    }

    boolean isEmpty() {
        return rootVersion() == 0;
    }

    /** 0 before there is one. */
    long rootVersion() {
        long version = 0;
        while (Files.exists(folder.resolve(rootPath(version + 1)))) {
            version++;
        }
        return version;
    }

    static String rootPath(long version) {
        return "metadata/" + version + ".root.json";
    }

    ObjectNode root() {
        return signed(rootPath(rootVersion()));
    }

    /** Of what stands now; 0 before anything does. */
    long version(RoleName role) {
        if (read(TIMESTAMP).isEmpty()) {
            return 0;
        }
        return switch (role) {
            case ROOT -> rootVersion();
            case TIMESTAMP -> signed(TIMESTAMP).path("version").asLong();
            case SNAPSHOT -> signed(TIMESTAMP).at("/meta/snapshot.json/version").asLong();
            case TARGETS -> snapshot().at("/meta/targets.json/version").asLong();
        };
    }

    ObjectNode snapshot() {
        return signed("metadata/" + version(RoleName.SNAPSHOT) + ".snapshot.json");
    }

    /** The list of files as it stands now. */
    ObjectNode targets() {
        return (ObjectNode) signed("metadata/" + version(RoleName.TARGETS) + ".targets.json")
                .path("targets");
    }

    /** What a file of the list is now. */
    Optional<byte[]> target(String path) {
        if (read(TIMESTAMP).isEmpty() || !targets().has(path)) {
            return Optional.empty();
        }
        JsonNode stamp = targets().get(path);
        return read(new FileStamp(
                        stamp.path("length").asLong(),
                        stamp.at("/hashes/sha256").asText())
                .stored(path));
    }

    /** All files that make it a catalog, sorted, with {@code /} between folders. */
    List<String> files() {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file)
                            .toString()
                            .replace(file.getFileSystem().getSeparator(), "/"))
                    .filter(path -> path.matches("(metadata|targets)/.*") && !path.endsWith(".part"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Could not list " + folder, e);
        }
    }
}
