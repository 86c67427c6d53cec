package ai.ekaya.sandbox;

import ai.ekaya.sandbox.split.Splitter;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.apache.commons.codec.digest.Blake3;
import run.endive.wasm.Version;

/** The WebAssembly engine's name and the splitter's, as they stand in each run's record: fuel is counted in their terms. */
final class Engine {
    private Engine() {}

    static String version() {
        return "endive-" + Version.version() + "/" + Splitter.VERSION;
    }

    /** Changes with everything that decides about what code is compiled to: engine, splitter, our hooks, the JS engine's image. */
    static String fingerprint() {
        return Fingerprint.TEXT;
    }

    /** {@link #version} with a short hash of {@link #fingerprint}. */
    static String mark() {
        return Fingerprint.MARK;
    }

    private static final class Fingerprint {
        private static final String TEXT = version()
                + " " + new String(QuickJsModule.resource(QuickJsModule.STAMP), StandardCharsets.US_ASCII)
                + " " + HexFormat.of().formatHex(Blake3.hash(QuickJsModule.resource(QuickJsModule.IMAGE)));
        private static final String MARK = version() + "/"
                + HexFormat.of()
                        .formatHex(Blake3.hash(TEXT.getBytes(StandardCharsets.UTF_8)))
                        .substring(0, 16);
    }
}
