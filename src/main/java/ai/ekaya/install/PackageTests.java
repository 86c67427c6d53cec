package ai.ekaya.install;

import ai.ekaya.limits.Cancellation;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Quantity;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.pack.AppPackage;
import ai.ekaya.pack.EffectiveLimits;
import ai.ekaya.pack.Excerpt;
import ai.ekaya.pack.PackageTest;
import ai.ekaya.pack.ReadResult;
import ai.ekaya.sandbox.Guest;
import ai.ekaya.sandbox.GuestLimits;
import ai.ekaya.sandbox.RunOutcome;
import ai.ekaya.sandbox.RunRequest;
import ai.ekaya.sandbox.Sandbox;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Runs the tests that a package brings: in the sandbox in which its runs are, with the limits that it asks for, and a door that answers
 * what the test says and reaches nothing. The clock of each begins at the same moment and its random numbers are the same, so that a test
 * goes always alike. Thread-safe.
 */
@Singleton
public final class PackageTests {
    /** 2023-11-14T22:13:20Z. */
    static final long START_MILLIS = 1_700_000_000_000L;

    private static final long SEED = 1;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Sandbox sandbox;
    private final Limits limits;
    private final Semaphore places;

    @Inject
    public PackageTests(Sandbox sandbox, Limits limits) {
        this.sandbox = sandbox;
        this.limits = limits;
        this.places = new Semaphore(limits.intOf(Limit.INSTALL_TESTS_CONCURRENT_COUNT), true);
    }

    /**
     * All of them, by path; none for a package without tests.
     *
     * @throws Refusal as {@link PackageSteps#check}; {@code RATE_LIMITED} while others test
     */
    public List<TestResult> results(AppPackage read) {
        return results(read, PackageSteps.check(read, sandbox, limits));
    }

    /** @throws Refusal {@code BAD_ARGUMENT} with what came and what was expected, for each test that fails */
    void require(AppPackage read, Guest guest) {
        List<ReadResult.Finding> failed = results(read, guest).stream()
                .flatMap(result -> result.problem().stream()
                        .map(problem -> new ReadResult.Finding(
                                result.file(), "'" + Excerpt.of(result.name()) + "' fails: " + problem)))
                .toList();
        if (!failed.isEmpty()) {
            throw new Refusal(
                    RefusalCode.BAD_ARGUMENT,
                    "The package is refused by its own tests: " + Settings.sentence(failed),
                    Settings.details(failed));
        }
    }

    private List<TestResult> results(AppPackage read, Guest guest) {
        List<PackageTest> tests = PackageTest.of(read);
        if (tests.isEmpty()) {
            return List.of();
        }
        long deadline = System.nanoTime()
                + limits.durationOf(Limit.INSTALL_TESTS_MILLIS).toNanos();
        takePlace(deadline);
        try {
            List<TestResult> results = new ArrayList<>();
            for (PackageTest test : tests) {
                Optional<String> problem = problem(read, guest, test, Duration.ofNanos(deadline - System.nanoTime()));
                results.add(new TestResult(test.path(), test.name(), problem.isEmpty(), problem));
            }
            return List.copyOf(results);
        } finally {
            places.release();
        }
    }

    private void takePlace(long deadline) {
        try {
            if (places.tryAcquire(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new Refusal(RefusalCode.RATE_LIMITED, "Others are testing packages just now; try again in a moment");
    }

    private Optional<String> problem(AppPackage read, Guest guest, PackageTest test, Duration left) {
        if (left.isNegative() || left.toMillis() == 0) {
            return Optional.of("It was not run, as the tests before it took more than "
                    + Quantity.ofDuration(limits.durationOf(Limit.INSTALL_TESTS_MILLIS)));
        }
        ObjectNode settings;
        try {
            settings = Settings.checked(read.manifest(), test.settings());
        } catch (Refusal refusal) {
            return Optional.of(refusal.reason());
        }
        Cancellation cancellation = new Cancellation();
        ScriptedDoor door = new ScriptedDoor(test.calls(), read.capabilities().hostFunctions(), cancellation);
        RunRequest request = new RunRequest(
                context(test, settings), bounds(read, left), START_MILLIS, SEED, RunRequest.Waits.SKIPPED);
        RunOutcome outcome = sandbox.run(guest, request, door, cancellation).outcome();
        return door.stopped() ? door.problem() : problem(outcome, test).or(door::problem);
    }

    private GuestLimits bounds(AppPackage read, Duration left) {
        EffectiveLimits asked = EffectiveLimits.of(read.capabilities(), limits);
        long millis =
                Math.min(Math.min(asked.timeout().toMillis(), limits.of(Limit.INSTALL_TEST_MILLIS)), left.toMillis());
        return new GuestLimits(asked.memoryBytes(), asked.fuel(), millis, limits.of(Limit.SANDBOX_OUTPUT_BYTES));
    }

    private static String context(PackageTest test, ObjectNode settings) {
        ObjectNode context = MAPPER.createObjectNode();
        context.set("input", test.input());
        context.set("settings", settings);
        context.putObject("trigger").put("kind", "test");
        context.putObject("run").put("id", "test").put("attempt", 1).put("idempotencyKey", "test");
        return context.toString();
    }

    private static Optional<String> problem(RunOutcome outcome, PackageTest test) {
        return switch (outcome) {
            case RunOutcome.Succeeded(String output) -> difference(output, test.output());
            case RunOutcome.Failed(RunOutcome.Cause cause, String message, Optional<String> where) ->
                Optional.of("The run failed: " + Excerpt.of(message)
                        + where.map(place -> " at " + Excerpt.of(place)).orElse(""));
            case RunOutcome.OutOfFuel(long most) -> Optional.of("The run took more than " + most + " units of fuel");
            case RunOutcome.OutOfMemory(long most) ->
                Optional.of("The run took more than " + Quantity.ofBytes(most) + " of memory");
            case RunOutcome.StackOverflow() -> Optional.of("The run nested its calls too deep");
            case RunOutcome.TimedOut(long most) ->
                Optional.of("The run took more than " + Quantity.ofDuration(Duration.ofMillis(most)));
            case RunOutcome.Cancelled() -> Optional.of("The run was stopped");
            case RunOutcome.Lost() -> Optional.of("The server stopped while the run was going on");
            case RunOutcome.Refused(String reason) -> Optional.of("The run was refused: " + reason);
        };
    }

    private static Optional<String> difference(String output, JsonNode expected) {
        try {
            return JsonDifference.between(MAPPER.readTree(output), expected).map(difference -> "Output: " + difference);
        } catch (JsonProcessingException e) {
            return Optional.of("Output: it holds a number or a name that is too long to be compared");
        }
    }
}
