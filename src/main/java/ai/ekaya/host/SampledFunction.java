package ai.ekaya.host;

import ai.ekaya.leak.Exit;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.pack.Sample;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A host function that reaches out of the app, answered from the sample that the package brings: it reaches nothing. The gate asks of it
 * all that it asks of the one that it stands for. Of one run, and not thread-safe.
 */
final class SampledFunction implements HostFunction {
    // SECURITY: whatever else there is and will be is answered from the sample. Guarded by
    // ParityTest.a_sample_may_answer_all_that_is_not_the_runs_own_and_nothing_else.
    /** The app's own tables and state, its clock and luck, who runs it, and what it tells people: the preview's own. */
    static final Set<String> OWN = Set.of(
            "db_query",
            "get_auth_context",
            "log",
            "notify",
            "now_millis",
            "progress",
            "random_bytes",
            "state_get",
            "state_set");

    private final HostFunction real;
    private final List<Sample.Call> left;
    private Optional<Sample.Call> last = Optional.empty();

    /** The function itself where it reaches nothing but the run's own, else one that the sample answers. */
    static HostFunction of(HostFunction real, Sample sample) {
        return OWN.contains(real.name()) ? real : new SampledFunction(real, sample);
    }

    /** @param sample whose answers to this function are given in their order, the last that fits again and again */
    private SampledFunction(HostFunction real, Sample sample) {
        this.real = real;
        this.left = new ArrayList<>(sample.host().stream()
                .filter(call -> call.function().equals(real.name()))
                .toList());
    }

    @Override
    public String name() {
        return real.name();
    }

    /** By the name that the app gives: nothing is looked up in the project. */
    @Override
    public Optional<String> query(RunCalls run, Arguments arguments) {
        return name().equals("datasource_execute")
                ? Optional.of(arguments.text("query", DatasourceExecute.NAME_BYTES_MAX))
                : Optional.empty();
    }

    @Override
    public Optional<String> secret(Arguments arguments) {
        return real.secret(arguments);
    }

    @Override
    public Optional<String> tool(Arguments arguments) {
        return real.tool(arguments);
    }

    @Override
    public Exit exit() {
        return real.exit();
    }

    @Override
    public Answer call(RunCalls run, Arguments arguments) {
        Optional<Sample.Call> next =
                left.stream().filter(call -> fits(call, arguments.all())).findFirst();
        next.ifPresent(call -> {
            left.remove(call);
            last = next;
        });
        Sample.Call call = next.or(() -> last.filter(given -> fits(given, arguments.all())))
                .orElseThrow(() -> new Refusal(
                        RefusalCode.NOT_FOUND,
                        "The package's sample.json has no answer to this call of " + name()
                                + "; try the app on the project's data, or on the sample's own input and settings"));
        return switch (call.answer()) {
            case Sample.Answer.Result(var json) ->
                new Answer(json, json.path("rows").size());
            case Sample.Answer.Failure(String code, String message) ->
                throw new Refusal(RefusalCode.valueOf(code), message);
        };
    }

    private static boolean fits(Sample.Call call, ObjectNode arguments) {
        return call.args().properties().stream()
                .allMatch(member -> member.getValue().equals(arguments.get(member.getKey())));
    }
}
