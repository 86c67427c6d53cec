package ai.ekaya.sandbox;

import io.roastedroot.quickjs4j.core.Engine;
import java.util.concurrent.atomic.AtomicInteger;
import org.graalvm.polyglot.Context;

/** What can evaluate a program: each takes its source and gives its text, in one context that is kept, but where said otherwise. */
@FunctionalInterface
interface JsEngine {
    /** @return the text that the program evaluates to */
    String evaluate(String program, String script);

    /** Ours as it is used: {@link Sandbox#run} of an installed app in a fresh instance, with its own fuel, limits and deadline. */
    static JsEngine ours() {
        Ours ours = new Ours();
        return (program, script) -> ours.runApp(program, "export default () => " + script);
    }

    /** Ours without what comes before and after a run. */
    static JsEngine oursKept() {
        return Ours.kept(QuickJsModule.load().module());
    }

    static JsEngine oursUnmetered() {
        return Ours.kept(Unmetered.quickJs());
    }

    /** The same loader as {@link #oursUnmetered}, so that the two differ in nothing else. */
    static JsEngine oursMetered() {
        return Ours.kept(Unmetered.metered());
    }

    /** Its engine without its runner's thread and timeout. What it prints is all that it gives, each time from the start. */
    static JsEngine quickJs4j() {
        Engine engine = Engine.builder().build();
        var printed = new AtomicInteger();
        return (program, script) -> {
            int code = engine.compile("console.log(" + script + ")");
            engine.exec(code);
            engine.free(code);
            String all = engine.stdout();
            return all.substring(printed.getAndSet(all.length())).strip();
        };
    }

    /** Interpreted: a JDK that is not GraalVM has no compiler for it. Its own cache of parsed sources is on, as by default. */
    static JsEngine graalJs() {
        Context context = Context.newBuilder("js")
                .option("engine.WarnInterpreterOnly", "false")
                .build();
        return (program, script) -> context.eval("js", script).asString();
    }

    /** Compiled to bytecode, which is its default. */
    static JsEngine rhino() {
        var context = org.mozilla.javascript.Context.enter();
        context.setLanguageVersion(org.mozilla.javascript.Context.VERSION_ECMASCRIPT);
        var scope = context.initStandardObjects();
        return (program, script) ->
                org.mozilla.javascript.Context.toString(context.evaluateString(scope, script, program, 1, null));
    }
}
