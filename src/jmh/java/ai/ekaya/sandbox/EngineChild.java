package ai.ekaya.sandbox;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * One engine in a process of its own. Each line of its input names a program; each is answered by {@code = nanoseconds "text"} or
 * {@code ! "what it failed with"}, the text as JSON. bench/v8.mjs speaks the same.
 */
final class EngineChild {
    private EngineChild() {}

    /** @param args the {@link EngineName} */
    public static void main(String[] args) throws IOException {
        PrintStream answers = System.out;
        // An engine may print; that must not be taken for an answer.
        System.setOut(System.err);
        Programs programs = Programs.read();
        JsEngine engine = EngineName.valueOf(args[0]).open();
        var questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String program = questions.readLine(); program != null; program = questions.readLine()) {
            answers.println(answer(engine, program, programs.script(program)));
            answers.flush();
        }
        // Some engines leave threads behind that are no daemons.
        System.exit(0);
    }

    private static String answer(JsEngine engine, String program, String script) throws IOException {
        try {
            long start = System.nanoTime();
            String text = engine.evaluate(program, script);
            return "= " + (System.nanoTime() - start) + " " + Programs.JSON.writeValueAsString(text);
        } catch (RuntimeException | StackOverflowError e) {
            return "! " + Programs.JSON.writeValueAsString(String.valueOf(e.getMessage()));
        }
    }
}
