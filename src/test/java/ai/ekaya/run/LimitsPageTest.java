package ai.ekaya.run;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Quantity;
import ai.ekaya.pack.EffectiveLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The tables of docs/write-an-app.md say what {@link Limit} says. */
class LimitsPageTest {
    private static final Limits LIMITS = Limits.defaults();

    private static String page() throws IOException {
        return Files.readString(Path.of("docs/write-an-app.md"));
    }

    private static String bytes(Limit limit) {
        return Quantity.ofBytes(LIMITS.of(limit));
    }

    @Test
    void what_a_package_may_ask_for() throws IOException {
        EffectiveLimits most = EffectiveLimits.ceiling(LIMITS);
        assertThat(page())
                .contains(
                        row("memory", bytes(Limit.SANDBOX_MEMORY_DEFAULT_BYTES), Quantity.ofBytes(most.memoryBytes())),
                        row("fuel", count(Limit.SANDBOX_FUEL_DEFAULT_COUNT), Long.toString(most.fuel())),
                        row(
                                "timeout",
                                Quantity.ofDuration(Duration.ofMillis(LIMITS.of(Limit.SANDBOX_TIMEOUT_DEFAULT_MILLIS))),
                                Quantity.ofDuration(most.timeout())),
                        row(
                                "hostCallsPerRun",
                                count(Limit.HOST_CALLS_DEFAULT_COUNT),
                                Integer.toString(most.hostCalls())));
    }

    @Test
    void the_least_that_a_package_may_ask_for() throws IOException {
        assertThat(page())
                .contains("at least `memory` " + bytes(Limit.SANDBOX_SCRIPT_MEMORY_LEAST_BYTES) + " and `fuel` "
                        + count(Limit.SANDBOX_SCRIPT_FUEL_LEAST_COUNT))
                .contains("compiled app " + bytes(Limit.SANDBOX_MEMORY_LEAST_BYTES) + " of memory");
    }

    @Test
    void how_large_an_app_and_a_draft_may_be() throws IOException {
        assertThat(page())
                .contains(
                        "At most " + count(Limit.SANDBOX_SOURCES_COUNT) + " files of "
                                + (LIMITS.of(Limit.SANDBOX_SOURCE_BYTES) >> 20) + " MiB together",
                        "the studio's editor saves " + (LIMITS.of(Limit.STUDIO_DRAFT_BYTES) >> 20) + " MiB");
    }

    @Test
    void how_many_locals_a_function_may_have() throws IOException {
        assertThat(Files.readString(Path.of("docs/splitter.md")))
                .contains("%,d locals".formatted(LIMITS.of(Limit.SANDBOX_FUNCTION_LOCALS_COUNT)));
    }

    private static String row(String key, String least, String most) {
        return "| `" + key + "` | " + least + " | " + most + " | ";
    }

    private static String count(Limit limit) {
        return Long.toString(LIMITS.of(limit));
    }

    @Test
    void what_is_the_same_for_all() throws IOException {
        assertThat(page())
                .contains(
                        "| output | " + bytes(Limit.SANDBOX_OUTPUT_BYTES) + " | ",
                        "| arguments of a host call | " + bytes(Limit.HOST_ARGUMENTS_BYTES) + " | ",
                        "| answer of a host call | " + bytes(Limit.HOST_ANSWER_BYTES) + " | ",
                        "| rows of a query | " + count(Limit.SQL_ROWS_COUNT) + " rows, " + bytes(Limit.SQL_RESULT_BYTES)
                                + " | ",
                        "| log | " + count(Limit.SANDBOX_LOG_ENTRIES_COUNT) + " entries of "
                                + bytes(Limit.SANDBOX_LOG_ENTRY_BYTES) + " | ",
                        "| nested calls | " + bytes(Limit.SANDBOX_STACK_BYTES) + " of stack in JavaScript, "
                                + bytes(Limit.SANDBOX_FRAMES_BYTES) + " in a compiled app | ",
                        "| a preview's time | " + Quantity.ofDuration(LIMITS.durationOf(Limit.STUDIO_PREVIEW_MILLIS))
                                + " | ");
    }
}
