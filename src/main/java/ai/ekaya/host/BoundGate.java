package ai.ekaya.host;

import ai.ekaya.leak.Exit;
import ai.ekaya.leak.RunExits;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Quantity;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.notify.Notice;
import ai.ekaya.sandbox.HostCall;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * One run's door, and its list of what went through. The funnel, in order: known? declared and granted? size? JSON? count?
 * granted by name? no secret in it? not too often in this minute? then the one class of that function, then the answer's size, then the envelope and the record. Not thread-safe: a guest calls
 * from one thread.
 */
public final class BoundGate implements HostCall {
    private static final Logger LOGGER = Logger.getLogger(BoundGate.class.getName());

    private static final int REFUSED_CHARACTERS_READ = 8_192;
    private static final String BROKEN = "The platform failed on this call; its log says why";

    private final Map<String, HostFunction> functions;
    private final Limits limits;
    private final CallRates rates;
    private final RunCalls run;
    private final CallJournal journal;
    private final CallRefusals refusals;
    private final AwayCalls away = new AwayCalls();
    private int counted;
    private long hostNanos;
    private long sqlNanos;
    private long sqlRows;

    BoundGate(Map<String, HostFunction> functions, Limits limits, CallRates rates, RunCalls run) {
        this.functions = functions;
        this.limits = limits;
        this.rates = rates;
        this.run = run;
        this.journal = new CallJournal(limits);
        this.refusals = new CallRefusals(functions.keySet(), run.clock());
    }

    @Override
    public String call(String name, String arguments) {
        long started = System.nanoTime();
        int rows = 0;
        String code = CallRecord.OK;
        boolean isSafe = false;
        String envelope;
        try {
            HostFunction function = checked(name, arguments);
            Arguments parsed = parsed(function, arguments);
            function.query(run, parsed).ifPresent(this::requireGranted);
            function.secret(parsed).ifPresent(this::requireNamed);
            function.tool(parsed).ifPresent(this::requireAliased);
            // SECURITY: whatever the function does with its arguments: they are stored, sent or shown. Guarded by
            // LeaksIT.
            if (!function.isNote()) {
                run.exits().require(function.exit(), arguments);
            }
            isSafe = !function.isNote();
            run.calling(listed() + 1);
            rates.require(run.scope(), name);
            run.effects()
                    .calling(
                            function,
                            journal.count() + 1,
                            () -> run.exits().values().shownJson(arguments));
            Answer answer = function.call(run, parsed);
            rows = answer.rows();
            sqlRows += function.isSql() ? rows : 0;
            envelope = capped(Envelope.ok(answer.json()));
            if (!Log.NAME.equals(name)) {
                away.answered();
            }
        } catch (Refusal refusal) {
            code = refusal.code().name();
            refusals.add(name, refusal);
            away.refused(refusal, refusal.reason());
            envelope = Envelope.error(refusal);
        } catch (RuntimeException bug) {
            // The top of a host call: a bug of ours must not end the server's thread, and its text must not reach a
            // guest.
            LOGGER.log(
                    Level.SEVERE,
                    "Host function " + Clip.characters(name, 60) + " failed in run "
                            + run.scope().run(),
                    bug);
            code = RefusalCode.INTERNAL.name();
            envelope = Envelope.error(new Refusal(RefusalCode.INTERNAL, BROKEN));
            away.refused(bug, BROKEN);
        }
        long nanos = System.nanoTime() - started;
        hostNanos += nanos;
        HostFunction known = functions.get(name);
        sqlNanos += known != null && known.isSql() ? nanos : 0;
        if (known == null || !known.isNote() || !CallRecord.OK.equals(code)) {
            list(name, arguments, isSafe, code, nanos / 1_000, rows, envelope.length());
        }
        return envelope;
    }

    /** @param isSafe whether it was looked at; of a call that was refused before, its name and the beginning of its arguments are now */
    // SECURITY: what was refused is shown to nobody in pieces. Guarded by LeaksIT and SensitiveValuesIT.
    private void list(
            String name, String arguments, boolean isSafe, String code, long micros, int rows, long answerBytes) {
        String shownName = name;
        String shown = arguments;
        if (CallRecord.OK.equals(code)) {
            shown = run.exits().values().diaryJson(Exit.RECORD, arguments);
        } else if (journal.hasRoom()) {
            shownName = functions.containsKey(name)
                    ? name
                    : run.exits()
                            .text(Exit.RECORD, Clip.characters(name, REFUSED_CHARACTERS_READ))
                            .safe();
            if (RefusalCode.LEAK.name().equals(code)) {
                shown = run.exits().leaking(arguments);
            } else if (isSafe) {
                shown = run.exits().values().diaryJson(Exit.RECORD, arguments);
            } else {
                shown = run.exits().refused(Clip.characters(arguments, REFUSED_CHARACTERS_READ));
            }
        }
        // SECURITY: of what is shown, as a hash of what is hidden is told by who guesses it. Guarded by
        // SensitiveValuesIT.
        String hash = CallJournal.sha256(shown);
        journal.add(shownName, shown, hash, code, micros, rows, answerBytes).ifPresent(run.watcher()::called);
    }

    private HostFunction checked(String name, String arguments) {
        HostFunction function = functions.get(name);
        if (function == null) {
            throw new Refusal(RefusalCode.NOT_FOUND, "There is no host function '" + Clip.characters(name, 60) + "'");
        }
        // SECURITY: both lists, as a package may be granted more than it declares and declare more than it is granted.
        // Guarded by GateTest.refuses_a_function_the_package_did_not_declare and its neighbour.
        if (!run.scope().declared().contains(name)) {
            throw new Refusal(
                    RefusalCode.NOT_PERMITTED, "The package does not declare " + name + " in capabilities.json");
        }
        if (!run.scope().granted().contains(name)) {
            throw new Refusal(RefusalCode.NOT_PERMITTED, "The project did not grant " + name + " to this app");
        }
        long bytesMax = limits.of(Limit.HOST_ARGUMENTS_BYTES);
        if (arguments.length() > bytesMax || arguments.getBytes(StandardCharsets.UTF_8).length > bytesMax) {
            throw new Refusal(
                    RefusalCode.LIMIT,
                    "Arguments are over " + Quantity.ofBytes(bytesMax) + ", the most that one call may carry");
        }
        return function;
    }

    // SECURITY: guarded by GateTest.refuses_a_query_that_was_not_granted.
    private void requireGranted(String query) {
        if (!run.scope().queries().contains(query)) {
            throw new Refusal(
                    RefusalCode.NOT_PERMITTED,
                    "The project did not grant the query '" + Clip.characters(query, 60)
                            + "' to this app; a package asks for it by name in capabilities.json, queries");
        }
    }

    // SECURITY: guarded by GateTest.refuses_a_tool_that_was_not_granted.
    private void requireAliased(String alias) {
        if (!run.scope().tools().containsKey(alias)) {
            throw new Refusal(
                    RefusalCode.NOT_PERMITTED,
                    "The project did not grant the tool '" + Clip.characters(alias, 60)
                            + "' to this app; a package asks for it by its own name for it in capabilities.json, tools");
        }
    }

    // SECURITY: by the grants alone, so that a secret that is not granted is refused as one that is not there, in no
    // other
    // time. Guarded by GateTest.refuses_a_secret_that_was_not_granted_without_looking_for_it.
    private void requireNamed(String secret) {
        if (!run.scope().secrets().contains(secret.toLowerCase(Locale.ROOT))) {
            throw new Refusal(
                    RefusalCode.NOT_PERMITTED,
                    "The project did not grant the secret '" + Clip.characters(secret, 64)
                            + "' to this app; a package asks for it by name in capabilities.json, secrets");
        }
    }

    private Arguments parsed(HostFunction function, String arguments) {
        String name = function.name();
        ObjectNode json = Envelope.object(arguments);
        // PostgreSQL's text has no U+0000, so no function takes it; a note's is replaced when it is stored.
        if (!function.isNote() && arguments.contains("\\u0000")) {
            NulText.refuse(name, json);
        }
        Arguments parsed = new Arguments(name, json);
        // Notes have bounds of their own, and a chatty app must not lose its queries to them.
        if (!function.isNote() && ++counted > run.scope().hostCallsMax()) {
            throw tooMany(run.scope().hostCallsMax());
        }
        return parsed;
    }

    private Refusal tooMany(int made) {
        long most = limits.of(Limit.HOST_CALLS_CEILING_COUNT);
        return new Refusal(
                RefusalCode.LIMIT,
                "This run has made its " + made + " host calls"
                        + (made < most
                                ? "; ask for more in capabilities.json, limits.hostCallsPerRun, at most " + most
                                : ", the most that this server gives"));
    }

    private String capped(String envelope) {
        long bytesMax = limits.of(Limit.HOST_ANSWER_BYTES);
        if (envelope.length() > bytesMax || envelope.getBytes(StandardCharsets.UTF_8).length > bytesMax) {
            throw new Refusal(
                    RefusalCode.LIMIT, "The answer is over " + Quantity.ofBytes(bytesMax) + "; ask for less at a time");
        }
        return envelope;
    }

    /** What leaves the run by another way than a call: its output, its error. */
    public RunExits exits() {
        return run.exits();
    }

    /** The host calls so far, bounded; log lines stand in {@link #log} instead. */
    public List<CallRecord> calls() {
        return List.copyOf(journal.records());
    }

    /** How many {@link #calls} there are so far: the sequence of the last one. */
    public int listed() {
        return journal.records().size();
    }

    /** Whether a run that failed so could not help it, as a database or a model was away for now. */
    public boolean failedAway(String failure) {
        return away.ended(failure);
    }

    /** What the run tried and may not, for the audit. */
    public List<CallRefusal> refusals() {
        return refusals.all();
    }

    /** How many of its host calls the run has made; a call that was refused for being one too many is none of them. */
    public long callCount() {
        return Math.min(counted, run.scope().hostCallsMax());
    }

    public List<LogEntry> log() {
        return new ArrayList<>(run.log().entries(run.elapsedMillis(), journal.notListed()));
    }

    /** What the run tells people, to be written with its end. */
    public List<Notice> notices() {
        return run.notices().all();
    }

    /** How far the run last said it was. */
    public Optional<RunProgress> progress() {
        return run.progress();
    }

    /** Time spent in host functions. */
    public long hostMillis() {
        return hostNanos / 1_000_000;
    }

    /** Of that time, what databases took. */
    public long sqlMillis() {
        return sqlNanos / 1_000_000;
    }

    /** Bytes that went over HTTP, both ways. */
    public long egressBytes() {
        return run.egressBytes();
    }

    /** Tokens that language models took. */
    public long tokens() {
        return run.tokens();
    }

    /** Rows that databases gave. */
    public long sqlRows() {
        return sqlRows;
    }
}
