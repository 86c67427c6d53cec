package ai.ekaya.sandbox;

import ai.ekaya.sandbox.split.Splitter;
import run.endive.wasm.Version;

/** The WebAssembly engine's name and the splitter's, as they stand in each run's record: fuel is counted in their terms. */
final class Engine {
    private Engine() {}

    static String version() {
        return "endive-" + Version.version() + "/" + Splitter.VERSION;
    }
}
