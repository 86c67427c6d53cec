package ai.ekaya.sandbox;

import run.endive.wasm.Version;

/** The WebAssembly engine's name, as it stands in each run's record. */
final class Engine {
    private Engine() {}

    static String version() {
        return "endive-" + Version.version();
    }
}
