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
    static final String SOURCE = "quickjs.wasm";
    static final String SPLIT = "quickjs-split.wasm";

    /** The split module without its code, which is in class files: 17 MB less, and nothing to parse at a start. */
    static final String SHELL = "quickjs-shell.wasm";

    static final String IMAGE = "image";
    static final String SDK = "ekaya-sdk.js";

    /** Hash over all that decided about what the build made, this room's own classes among it. */
    static final String STAMP = "compiled";

    private final PreparedModule module;
    private final GuestImage image;
    private final String version;

    private QuickJsModule(PreparedModule module, GuestImage image, String version) {
        this.module = module;
        this.image = image;
        this.version = version;
    }

    /** @throws IllegalStateException when the build left something out */
    static QuickJsModule load() {
        try {
            var properties = new Properties();
            properties.load(new StringReader(new String(resource("engine.properties"), StandardCharsets.UTF_8)));
            return new QuickJsModule(
                    compiled(Parser.parse(resource(SHELL))),
                    GuestImage.decoded(resource(IMAGE)),
                    properties.getProperty("version", "quickjs-wasi"));
        } catch (IOException e) {
            throw new UncheckedIOException("Reading from a string failed", e);
        }
    }

    /** @param module of which the build made class files */
    static PreparedModule compiled(WasmModule module) {
        try {
            return new PreparedModule(
                    module,
                    PreparedModule.constructorOf(
                            Class.forName(MACHINE).asSubclass(Machine.class).getConstructor(Instance.class)),
                    EngineAccess.FLOOR);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    "The JS engine was not compiled: run the Maven build up to process-classes", e);
        }
    }

    PreparedModule module() {
        return module;
    }

    /** An engine with our SDK in it, as each run begins. */
    GuestImage image() {
        return image;
    }

    String version() {
        return version;
    }

    static byte[] resource(String name) {
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
