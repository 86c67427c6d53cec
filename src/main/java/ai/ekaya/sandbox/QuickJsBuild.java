package ai.ekaya.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Build step at {@code process-classes}: compiles the JS engine's WebAssembly to class files beside our own, when it or the
 * compiling code has changed. Nothing of the engine is compiled while the server runs.
 */
final class QuickJsBuild {
    private QuickJsBuild() {}

    /** @param args the folder of our class files */
    public static void main(String[] args) {
        Path classes = Path.of(args[0]);
        Path folder = classes.resolve("ai/ekaya/sandbox/quickjs");
        Path stampFile = folder.resolve("compiled");
        try {
            String stamp = stamp(classes, folder);
            if (Files.exists(stampFile) && Files.readString(stampFile).equals(stamp)) {
                return;
            }
            GuestClasses compiled = GuestClasses.compile(QuickJsModule.parse(), QuickJsModule.MACHINE);
            if (compiled.hooked() == 0) {
                throw new IllegalStateException(
                        "No interruption check found to hook: has the engine's version changed?");
            }
            for (Map.Entry<String, byte[]> file : compiled.classBytes().entrySet()) {
                Files.write(classes.resolve(file.getKey().replace('.', '/') + ".class"), file.getValue());
            }
            Files.writeString(stampFile, stamp);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot compile the JS engine in " + folder, e);
        }
    }

    private static String stamp(Path classes, Path folder) throws IOException {
        try {
            MessageDigest hash = MessageDigest.getInstance("SHA-256");
            for (Path input : List.of(
                    folder.resolve("quickjs.wasm"),
                    classes.resolve("ai/ekaya/sandbox/TickHook.class"),
                    classes.resolve("ai/ekaya/sandbox/GuestClasses.class"))) {
                hash.update(Files.readAllBytes(input));
            }
            hash.update(Engine.version().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
