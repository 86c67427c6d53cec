package ai.ekaya.host;

import ai.ekaya.datasource.DatasourceId;
import ai.ekaya.leak.Checked;
import ai.ekaya.leak.Exit;
import ai.ekaya.leak.RunExits;
import ai.ekaya.limits.Cancellation;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.Optional;

/** What one run's host functions share: its scope, its stop, its clock, its random numbers, its log, its effects and what it tells people. Not thread-safe. */
final class RunCalls {
    private static final String PRIMARY = "primary";

    private final CallScope scope;
    private final Cancellation cancellation;
    private final Clock clock;
    private final long boundAtMillis;
    private final RunRandom random;
    private final RunLog log;
    private final RunEffects effects;
    private final RunNotices notices;
    private final RunWatcher watcher;
    private final RunExits exits;
    private final ReadRows read;
    private long egressBytes;
    private long tokens;
    private int call;
    private Optional<RunProgress> progress = Optional.empty();

    RunCalls(
            CallScope scope,
            Cancellation cancellation,
            Effects effects,
            Clock clock,
            Limits limits,
            RunWatcher watcher,
            RunExits exits,
            ReadRows read) {
        this.scope = scope;
        this.cancellation = cancellation;
        this.clock = clock;
        this.boundAtMillis = clock.millis();
        this.random = new RunRandom(scope.seed());
        this.log = new RunLog(limits);
        this.effects = new RunEffects(effects, scope, cancellation, limits);
        this.notices = new RunNotices(limits);
        this.watcher = watcher;
        this.exits = exits;
        this.read = read;
    }

    CallScope scope() {
        return scope;
    }

    Cancellation cancellation() {
        return cancellation;
    }

    Clock clock() {
        return clock;
    }

    RunRandom random() {
        return random;
    }

    RunLog log() {
        return log;
    }

    RunEffects effects() {
        return effects;
    }

    RunNotices notices() {
        return notices;
    }

    void logged(String level, String message, String fields) {
        if (log.isFull()) {
            log.drop(1);
            return;
        }
        String safeMessage = exits.text(Exit.LOG, message).safe();
        String safeFields = exits.json(Exit.LOG, fields).safe();
        log.add(level, elapsedMillis(), safeMessage, safeFields).ifPresent(watcher::logged);
    }

    void progressed(double fraction, String text, int textBytesMax) {
        // Looked at before it is cut: what is cut off may be the rest of what must not leave.
        String safe = exits.text(Exit.PROGRESS, text).safe();
        RunProgress now = new RunProgress(fraction, Clip.bytes(safe, textBytesMax));
        progress = Optional.of(now);
        watcher.progressed(now);
    }

    /** The last that the run said. */
    Optional<RunProgress> progress() {
        return progress;
    }

    /** What came from outside the platform, without secrets: a peer may send back the credential that it was sent. */
    Answer answered(Exit exit, ObjectNode answer) {
        Checked checked = exits.json(exit, answer.toString());
        return Answer.of(checked.leak().isPresent() ? Envelope.object(checked.safe()) : answer);
    }

    /** Everything that leaves the run goes by it. */
    RunExits exits() {
        return exits;
    }

    /** @param number of the call that is made now, as it will stand in the list of calls */
    void calling(int number) {
        call = number;
    }

    int call() {
        return call;
    }

    /** Rows that the run gets are told to it. */
    ReadRows read() {
        return read;
    }

    RunWatcher watcher() {
        return watcher;
    }

    /** Bytes that went over HTTP for this run. */
    void moved(long bytes) {
        egressBytes += bytes;
    }

    long egressBytes() {
        return egressBytes;
    }

    /** Tokens that a model took for this run. */
    void spent(long tokensMore) {
        tokens += tokensMore;
    }

    long tokens() {
        return tokens;
    }

    /** Never negative, also when the server's clock steps back. */
    long elapsedMillis() {
        return Math.max(0, clock.millis() - boundAtMillis);
    }

    /** The datasource that an app means: by alias, by id, or the only or primary one when it names none. */
    DatasourceId datasource(Optional<String> named) {
        var bound = scope.datasources();
        if (named.isEmpty()) {
            if (bound.size() == 1) {
                return bound.values().iterator().next();
            }
            DatasourceId primary = bound.get(PRIMARY);
            if (primary == null) {
                throw new Refusal(
                        bound.isEmpty() ? RefusalCode.NOT_FOUND : RefusalCode.BAD_ARGUMENT,
                        bound.isEmpty()
                                ? "No datasource is bound to this app; bind one in the app's settings"
                                : "Name one of this app's datasources: " + bound.keySet());
            }
            return primary;
        }
        DatasourceId byAlias = bound.get(named.get());
        if (byAlias != null) {
            return byAlias;
        }
        // INVARIANT: only what is bound is found, so an id of another project's datasource is simply unknown.
        return bound.values().stream()
                .filter(id -> id.toString().equals(named.get()))
                .findFirst()
                .orElseThrow(() -> new Refusal(
                        RefusalCode.NOT_FOUND,
                        "No datasource '" + Clip.characters(named.get(), 60) + "' is bound to this app, it has "
                                + bound.keySet()));
    }
}
