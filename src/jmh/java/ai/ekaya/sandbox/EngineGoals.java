package ai.ekaya.sandbox;

import java.util.Map;
import java.util.Set;

/** The floors and goals of the comparison; programs without one are measured all the same. */
final class EngineGoals {
    private static final Map<String, Goal> FASTER_THAN_QUICKJS4J = Map.of(
            "fib27", Goal.atLeast(12, 20, "×"),
            "sort10k", Goal.atLeast(12, 20, "×"),
            "strings", Goal.atLeast(6, 12, "×"),
            "json1MB", Goal.atLeast(4, 6, "×"));
    private static final Set<String> CALLS_AND_LOOPS = Set.of("fib27", "loop");

    private EngineGoals() {}

    /** The cells floor, goal and what is reached. */
    static String cells(EngineName other, String program, double ratio) {
        if (other == EngineName.V8) {
            return againstV8(program).cells(ratio);
        }
        Goal goal = FASTER_THAN_QUICKJS4J.get(program);
        return goal == null ? " | | " : goal.cells(ratio);
    }

    private static Goal againstV8(String program) {
        return Goal.atMost(program.equals("loop") ? 5 : 4, CALLS_AND_LOOPS.contains(program) ? 2.5 : 2, "×");
    }
}
