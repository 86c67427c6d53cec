package ai.ekaya.sandbox;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * What the interpreter answered to the corpus.
 *
 * @param engine SHA-256 of the module that answered
 * @param answers by a program's name
 */
record CorpusGolden(String engine, TreeMap<String, String> answers) {
    private static final Path FILE = Path.of("src/test/resources/ai/ekaya/sandbox/corpus/golden.json");
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static boolean recorded;

    static CorpusGolden read() {
        try {
            return JSON.readValue(Files.readString(FILE), CorpusGolden.class);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the recorded answers", e);
        }
    }

    /** Once in a test run. */
    static synchronized void record(Supplier<Map<String, String>> answers) {
        if (recorded) {
            return;
        }
        recorded = true;
        try {
            Files.writeString(
                    FILE, JSON.writeValueAsString(new CorpusGolden(engineHash(), new TreeMap<>(answers.get()))) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write the recorded answers", e);
        }
    }

    static String engineHash() {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha.digest(QuickJsModule.resource(QuickJsModule.SOURCE)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
