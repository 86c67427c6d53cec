package ai.ekaya.sandbox;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/** From an author's files to what the engine runs. Thread-safe. */
final class JsPreparation {
    /** A module that ends the evaluation of what comes after it. No file of a package has such a name. */
    private static final String STOP = "<stop>.js";

    private static final RunOutcome DONE = new RunOutcome.Succeeded("null");

    private final Limits limits;
    private final QuickJsModule engine;
    private final Supplier<Run> checkRun;
    private final CodeCache cache;

    /** @param checkRun a run that asks nothing of the world */
    JsPreparation(Limits limits, QuickJsModule engine, Supplier<Run> checkRun, CodeCache cache) {
        this.cache = cache;
        this.limits = limits;
        this.engine = engine;
        this.checkRun = checkRun;
    }

    /**
     * @return each file in the engine's own form, which depends on nothing but the sources and the engine
     * @throws Refusal {@code BAD_ARGUMENT} or {@code LIMIT}, naming what is not accepted and where
     */
    SortedMap<String, byte[]> prepare(SortedMap<String, String> sources) {
        checkSizes(sources);
        sources.forEach(JsPreparation::checkText);
        CodeCache.Key key = cache.key(CodeCache.Kind.SOURCE, FileBytes.ofTexts(sources));
        return cache.get(key).map(FileBytes::decoded).orElseGet(() -> {
            SortedMap<String, byte[]> code = compiled(sources);
            cache.put(key, FileBytes.encoded(code));
            return code;
        });
    }

    private SortedMap<String, byte[]> compiled(SortedMap<String, String> sources) {
        SortedMap<String, byte[]> code = new TreeMap<>();
        requireDone(Ends.of(checkRun.get(), run -> compile(run, sources, code)));
        requireDone(Ends.of(checkRun.get(), run -> link(run, sources, code)));
        requireDone(Ends.of(checkRun.get(), run -> linkMain(run, code)));
        code.remove(STOP);
        return Collections.unmodifiableSortedMap(code);
    }

    private void checkSizes(SortedMap<String, String> sources) {
        if (!sources.containsKey(JsRun.FILE)) {
            throw new Refusal(RefusalCode.BAD_ARGUMENT, "The app has no " + JsRun.FILE);
        }
        long countMax = limits.of(Limit.SANDBOX_SOURCES_COUNT);
        if (sources.size() > countMax) {
            throw new Refusal(RefusalCode.LIMIT, "The app has " + sources.size() + " .js files, at most " + countMax);
        }
        long bytes = sources.values().stream()
                .mapToLong(source -> source.getBytes(StandardCharsets.UTF_8).length)
                .sum();
        long bytesMax = limits.of(Limit.SANDBOX_SOURCE_BYTES);
        if (bytes > bytesMax) {
            String what = sources.size() == 1 ? "app.js is " : "The .js files together are ";
            throw new Refusal(RefusalCode.LIMIT, what + bytes + " bytes, at most " + bytesMax);
        }
    }

    // SECURITY: bytecode read as text has NULs; the engine is only ever asked to parse source.
    private static void checkText(String path, String source) {
        if (source.indexOf('\0') >= 0 || !StandardCharsets.UTF_8.newEncoder().canEncode(source)) {
            throw new Refusal(
                    RefusalCode.BAD_ARGUMENT, path + " is no text: expected an ES module in UTF-8 without NUL");
        }
    }

    private RunOutcome compile(Run run, SortedMap<String, String> sources, Map<String, byte[]> code) {
        JsModules modules = JsModules.sources(sources.keySet());
        JsRun js = new JsRun(run, engine, modules);
        for (Map.Entry<String, String> file : sources.entrySet()) {
            Optional<byte[]> compiled = js.compile(file.getValue(), file.getKey());
            if (compiled.isEmpty()) {
                return modules.refused()
                        .map(no -> refused(no.why(), Optional.of(new JsImportPlaces(sources).of(no))))
                        .orElseGet(js::failure);
            }
            code.put(file.getKey(), compiled.get());
        }
        code.put(STOP, js.compile("throw 0", STOP).orElseThrow());
        return DONE;
    }

    /**
     * Holds imports against exports, as each run would do before it evaluates anything. What is imported first throws, so that
     * nothing of the app is evaluated.
     */
    private RunOutcome link(Run run, SortedMap<String, String> sources, Map<String, byte[]> code) {
        JsRun js = new JsRun(run, engine, JsModules.compiled(code));
        StringBuilder all = new StringBuilder("import './" + STOP + "';");
        sources.keySet().forEach(path -> all.append("import './").append(path).append("';"));
        return js.links(all.toString()) ? DONE : placed(js.failure(), sources);
    }

    /** As {@link #link}, for the one export that the platform itself imports. */
    private RunOutcome linkMain(Run run, Map<String, byte[]> code) {
        JsRun js = new JsRun(run, engine, JsModules.compiled(code));
        if (js.links("import './" + STOP + "'; import main from './" + JsRun.FILE + "';")) {
            return DONE;
        }
        RunOutcome end = js.failure();
        return end instanceof RunOutcome.Failed
                ? refused("The file has no default export, expected " + JsRun.MAIN, Optional.empty())
                : end;
    }

    private static RunOutcome placed(RunOutcome end, SortedMap<String, String> sources) {
        return end instanceof RunOutcome.Failed failed && failed.where().isEmpty()
                ? refused(failed.message(), new JsImportPlaces(sources).of(failed.message()))
                : end;
    }

    private static RunOutcome refused(String why, Optional<String> where) {
        return new RunOutcome.Failed(RunOutcome.Cause.JS_ERROR, why, where);
    }

    private static void requireDone(RunOutcome end) {
        switch (end) {
            case RunOutcome.Succeeded done -> {}
            case RunOutcome.Failed failed ->
                throw new Refusal(
                        RefusalCode.BAD_ARGUMENT, failed.where().orElse(JsRun.FILE) + ": " + failed.message());
            case RunOutcome.TimedOut(long millis) ->
                throw new Refusal(
                        RefusalCode.LIMIT,
                        "The .js files take more than " + millis / 1_000
                                + " seconds to compile; keep data in arrays and"
                                + " objects, not in ten thousands of names");
            case RunOutcome other ->
                throw new Refusal(RefusalCode.LIMIT, "app.js is too large or too deeply nested to be parsed");
        }
    }
}
