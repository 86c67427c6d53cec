package ai.ekaya.sandbox;

import java.util.Map;

/** The two kinds of guest, ready to run. A second ABI for compiled apps becomes a third case. */
sealed interface Prepared extends Guest {
    /** @param compiled by this engine from the app's files, by their paths */
    record Js(QuickJsModule engine, Map<String, byte[]> compiled) implements Prepared {
        @Override
        public String engineName() {
            return Engine.version() + "/" + engine.version();
        }

        @Override
        public long memoryBytesAtStart() {
            return 0;
        }

        @Override
        public RunOutcome run(Run run) {
            return new JsRun(run, engine, JsModules.compiled(compiled)).run();
        }
    }

    record Native(PreparedModule module) implements Prepared {
        @Override
        public String engineName() {
            return Engine.version();
        }

        @Override
        public long memoryBytesAtStart() {
            return module.memoryBytesAtStart();
        }

        @Override
        public RunOutcome run(Run run) {
            return NativeAbi.run(module, run);
        }
    }

    /** As {@code endive-1.0.0/quickjs-wasi-3.6.2}. */
    String engineName();

    /** In a fresh instance. May throw what the engine throws; {@link Ends} gives it a name. */
    RunOutcome run(Run run);
}
