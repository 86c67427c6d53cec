package ai.ekaya.sandbox;

import ai.ekaya.limits.Cancellation;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.sandbox.split.SplitSettings;
import ai.ekaya.sandbox.split.Splitter;
import ai.ekaya.sandbox.split.Stripped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Stream;
import run.endive.wasm.Parser;
import run.endive.wasm.WasmModule;

/**
 * Build step at {@code process-classes}, when the engine, the SDK or this room has changed: splits the JS engine's module, compiles
 * it to class files beside our own, starts it once with our SDK and keeps its state. Nothing of the engine is compiled or started
 * while the server runs.
 */
final class QuickJsBuild {
    private final Path classes;
    private final Path folder;

    private QuickJsBuild(Path classes) {
        this.classes = classes;
        this.folder = classes.resolve("ai/ekaya/sandbox/quickjs");
    }

    /** @param args the folder of our class files */
    public static void main(String[] args) {
        QuickJsBuild build = new QuickJsBuild(Path.of(args[0]));
        try {
            build.unlessStamped();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot compile the JS engine in " + build.folder, e);
        }
    }

    private void unlessStamped() throws IOException {
        Path stampFile = folder.resolve(QuickJsModule.STAMP);
        String stamp = stamp();
        if (Files.exists(stampFile) && Files.readString(stampFile).equals(stamp)) {
            return;
        }
        Files.deleteIfExists(stampFile);
        WasmModule module = split();
        compile(module);
        Files.write(folder.resolve(QuickJsModule.IMAGE), image(module).encoded());
        Files.writeString(stampFile, stamp);
    }

    private WasmModule split() throws IOException {
        byte[] whole = Files.readAllBytes(folder.resolve(QuickJsModule.SOURCE));
        byte[] split = Splitter.split(whole, SplitSettings.standard()).module();
        Files.write(folder.resolve(QuickJsModule.SPLIT), split);
        Files.write(folder.resolve(QuickJsModule.SHELL), Stripped.withoutCode(split));
        return Parser.parse(split);
    }

    private void compile(WasmModule module) throws IOException {
        GuestClasses compiled = GuestClasses.compile(module, QuickJsModule.MACHINE, GuestHooks.Origin.ENGINE);
        MethodSizes.check(compiled.classBytes().values());
        for (Map.Entry<String, byte[]> file : compiled.classBytes().entrySet()) {
            Files.write(classes.resolve(file.getKey().replace('.', '/') + ".class"), file.getValue());
        }
    }

    private static GuestImage image(WasmModule module) {
        PreparedModule engine = QuickJsModule.compiled(module);
        byte[] sdk = JsRun.compileSdk(inertRun(), engine, QuickJsModule.resource(QuickJsModule.SDK));
        return JsRun.image(inertRun(), engine, sdk);
    }

    private static Run inertRun() {
        Limits limits = Limits.defaults();
        GuestLimits bounds = new GuestLimits(
                limits.of(Limit.SANDBOX_MEMORY_DEFAULT_BYTES),
                limits.of(Limit.SANDBOX_FUEL_DEFAULT_COUNT),
                limits.of(Limit.SANDBOX_TIMEOUT_DEFAULT_MILLIS),
                1);
        Watch watch = new Watch(new Cancellation(), bounds.timeoutMillisMax(), System.nanoTime());
        HostDoor closed = new HostDoor((name, json) -> "{\"ok\":true,\"result\":null}", watch, limits);
        StackLimits stack = StackLimits.of(limits, StackLimits.THREAD_BYTES);
        return new Run(new RunRequest("{}", bounds, 0, 0), limits, stack, watch, closed);
    }

    /** Over everything that decides about what is made: engine, SDK and all of this room's own classes. */
    private String stamp() throws IOException {
        try (Stream<Path> own = Files.walk(classes.resolve("ai/ekaya/sandbox"))) {
            MessageDigest hash = MessageDigest.getInstance("SHA-256");
            for (Path input : own.filter(QuickJsBuild::decides).sorted().toList()) {
                hash.update(Files.readAllBytes(input));
            }
            hash.update(Engine.version().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    private static boolean decides(Path file) {
        String name = file.getFileName().toString();
        return name.equals(QuickJsModule.SOURCE)
                || name.equals(QuickJsModule.SDK)
                || (name.endsWith(".class") && !name.startsWith("QuickJsMachine"));
    }
}
