package ai.ekaya.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import run.endive.runtime.Instance;
import run.endive.runtime.Machine;
import run.endive.wasm.Parser;
import run.endive.wasm.WasmModule;

/** The JS engine as built: its module, its compiled class, our SDK. Immutable, one per server. */
final class QuickJsModule {
    static final String MACHINE = "ai.ekaya.sandbox.quickjs.QuickJsMachine";

    private final PreparedModule module;
    private final byte[] sdk;
    private final String version;

    private QuickJsModule(PreparedModule module, byte[] sdk, String version) {
        this.module = module;
        this.sdk = sdk;
        this.version = version;
    }

    /** @throws IllegalStateException when the build left something out */
    static QuickJsModule load() {
        try {
            var machine = PreparedModule.constructorOf(
                    Class.forName(MACHINE).asSubclass(Machine.class).getConstructor(Instance.class));
            var properties = new Properties();
            properties.load(new StringReader(new String(resource("engine.properties"), StandardCharsets.UTF_8)));
            return new QuickJsModule(
                    new PreparedModule(parse(), machine),
                    resource("ekaya-sdk.js"),
                    properties.getProperty("version", "quickjs-wasi"));
        } catch (ReflectiveOperationException | IOException e) {
            throw new IllegalStateException(
                    "The JS engine was not compiled: run the Maven build up to process-classes", e);
        }
    }

    static WasmModule parse() {
        return Parser.parse(resource("quickjs.wasm"));
    }

    PreparedModule module() {
        return module;
    }

    byte[] sdk() {
        return sdk.clone();
    }

    String version() {
        return version;
    }

    private static byte[] resource(String name) {
        try (InputStream in = QuickJsModule.class.getResourceAsStream("quickjs/" + name)) {
            if (in == null) {
                throw new IllegalStateException("No quickjs/" + name + " on the class path: run the Maven build");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read quickjs/" + name, e);
        }
    }
}
