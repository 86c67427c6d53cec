package ai.ekaya.sandbox;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** The asking end of an {@link EngineChild}. Not thread-safe. */
final class EngineProcess implements AutoCloseable {
    /** What a program gave: its text, or what it failed with. */
    record Answer(boolean ok, long nanos, String text) {}

    private final EngineName name;
    private final Process process;
    private final BufferedWriter questions;
    private final BufferedReader answers;

    private EngineProcess(EngineName name, Process process) {
        this.name = name;
        this.process = process;
        this.questions = process.outputWriter();
        this.answers = process.inputReader();
    }

    static EngineProcess start(EngineName name) {
        Process process = name == EngineName.V8
                ? ChildJvm.start(List.of("node", "bench/v8.mjs"), "v8")
                : ChildJvm.start(EngineChild.class, List.of(), List.of(name.name()));
        return new EngineProcess(name, process);
    }

    EngineName name() {
        return name;
    }

    Answer ask(String program) {
        try {
            questions.write(program + "\n");
            questions.flush();
            String line = answers.readLine();
            if (line == null) {
                throw new IllegalStateException(
                        name.title() + " ended at " + program + "; target/bench/*.err says why");
            }
            boolean ok = line.startsWith("= ");
            int text = ok ? line.indexOf(' ', 2) : 1;
            return new Answer(
                    ok,
                    ok ? Long.parseLong(line.substring(2, text)) : 0,
                    Programs.JSON.readValue(line.substring(text), String.class));
        } catch (IOException e) {
            throw new UncheckedIOException(name.title() + " cannot be asked", e);
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}
