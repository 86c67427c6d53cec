package ai.ekaya.sandbox;

import java.util.function.Supplier;

/** The lines of a comparison. */
enum EngineName {
    OURS("ours", JsEngine::ours),
    OURS_KEPT("ours, kept context", JsEngine::oursKept),
    QUICKJS4J("quickjs4j 0.1.0", JsEngine::quickJs4j),
    GRAALJS("GraalJS 25, interpreted", JsEngine::graalJs),
    RHINO("Rhino 1.9.2", JsEngine::rhino),
    /** Not of this JVM: bench/v8.mjs. */
    V8("V8, same module", () -> {
        throw new IllegalStateException("V8 runs in Node");
    }),
    OURS_METERED("with fuel", JsEngine::oursMetered),
    OURS_UNMETERED("no check", JsEngine::oursUnmetered);

    private final String title;
    private final Supplier<JsEngine> open;

    EngineName(String title, Supplier<JsEngine> open) {
        this.title = title;
        this.open = open;
    }

    String title() {
        return title;
    }

    JsEngine open() {
        return open.get();
    }
}
