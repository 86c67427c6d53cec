package ai.ekaya.sandbox;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Asks several engines the same programs in turn: in each round each program, and each program of each engine before the next. So a
 * slow minute of the machine falls on all of them, and each engine's JIT compiler sees a mix.
 */
final class Rounds {
    private final List<EngineName> engines;
    private final List<String> programs;
    private final Map<EngineName, Map<String, List<Long>>> nanos = new EnumMap<>(EngineName.class);
    private final Map<EngineName, Map<String, String>> texts = new EnumMap<>(EngineName.class);
    private final Map<EngineName, Map<String, String>> failures = new EnumMap<>(EngineName.class);

    Rounds(List<EngineName> engines, List<String> programs) {
        this.engines = List.copyOf(engines);
        this.programs = List.copyOf(programs);
        for (EngineName engine : engines) {
            nanos.put(engine, new LinkedHashMap<>());
            texts.put(engine, new LinkedHashMap<>());
            failures.put(engine, new LinkedHashMap<>());
        }
    }

    /** @param warmUp rounds that are asked and not counted */
    void run(int warmUp, int rounds) {
        List<EngineProcess> processes = new ArrayList<>();
        try {
            engines.forEach(engine -> processes.add(EngineProcess.start(engine)));
            for (int round = 0; round < warmUp + rounds; round++) {
                System.err.printf("\r%s %d of %d  ", round < warmUp ? "warm-up" : "round", round + 1, warmUp + rounds);
                askAll(processes, round >= warmUp);
            }
            System.err.println();
        } finally {
            processes.forEach(EngineProcess::close);
        }
    }

    private void askAll(List<EngineProcess> processes, boolean counted) {
        for (String program : programs) {
            for (EngineProcess process : processes) {
                if (!failures.get(process.name()).containsKey(program)) {
                    note(process.name(), program, process.ask(program), counted);
                }
            }
        }
    }

    private void note(EngineName engine, String program, EngineProcess.Answer answer, boolean counted) {
        if (!answer.ok()) {
            failures.get(engine).put(program, answer.text());
            return;
        }
        texts.get(engine).put(program, answer.text());
        if (counted) {
            nanos.get(engine)
                    .computeIfAbsent(program, unknown -> new ArrayList<>())
                    .add(answer.nanos());
        }
    }

    List<EngineName> engines() {
        return engines;
    }

    List<String> programs() {
        return programs;
    }

    boolean has(EngineName engine, String program) {
        return nanos.containsKey(engine) && nanos.get(engine).containsKey(program);
    }

    Spread times(EngineName engine, String program) {
        return new Spread(nanos.get(engine).get(program));
    }

    /** How many times slower {@code engine} is than {@code than}, by their medians. */
    double ratio(EngineName engine, EngineName than, String program) {
        return times(engine, program).medianMillis() / times(than, program).medianMillis();
    }

    /** The same of their shortest times, which a busy machine lengthens least. */
    double bestRatio(EngineName engine, EngineName than, String program) {
        return times(engine, program).bestMillis() / times(than, program).bestMillis();
    }

    /** What the program gave there, or what it failed with. */
    String text(EngineName engine, String program) {
        String failure = failures.get(engine).get(program);
        return failure == null ? texts.get(engine).getOrDefault(program, "") : "fails: " + failure;
    }
}
