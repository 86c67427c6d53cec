package ai.ekaya.run;

import ai.ekaya.host.Effect;
import ai.ekaya.host.RunProgress;
import ai.ekaya.journal.JournalState;
import ai.ekaya.pack.EffectiveLimits;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A run as HTTP clients see it.
 *
 * @param app the app's slug
 * @param fuel work done: the same for two runs of the same code, input, seed and answers
 * @param memoryBytesMax the most that the guest held
 * @param wallMillis from the guest's start to its end
 * @param queueMillis how long it waited for its turn
 * @param hostMillis how much of {@code wallMillis} was spent in host functions
 * @param hostCalls how many calls it made of the {@code hostCalls} in {@code limits}; refused attempts stand in its calls alone
 * @param sqlMillis how much of {@code hostMillis} in those that ask a database, which gave {@code sqlRows}
 * @param egressBytes what it sent and received over HTTP, on the wire
 * @param tokens what language models read and wrote for it
 * @param commitMillis how long its end took to store; a second or so after that
 * @param progress how far it last said it was
 * @param limits what it could have used; once it has ended
 * @param journal whether it can be replayed
 * @param attempts those before the last one, and it; of one run that is asked for, when it took more than one
 * @param effects what a lost run had changed, and what is in doubt; of one run that is asked for
 */
public record RunView(
        String id,
        String app,
        String version,
        String packageHash,
        ObjectNode trigger,
        Run.Asker principal,
        String entry,
        int attempt,
        Optional<String> engine,
        long seed,
        Run.State state,
        Optional<Outcome.Name> outcome,
        Optional<Outcome.Error> error,
        Instant createdAt,
        Optional<Instant> startedAt,
        Optional<Instant> endedAt,
        long fuel,
        long memoryBytesMax,
        long wallMillis,
        Optional<Long> queueMillis,
        long hostMillis,
        long hostCalls,
        long sqlMillis,
        long sqlRows,
        long egressBytes,
        long tokens,
        Optional<Double> commitMillis,
        Optional<RunProgress> progress,
        Optional<Limits> limits,
        Optional<JournalState> journal,
        Optional<List<AttemptView>> attempts,
        Optional<List<EffectView>> effects) {

    /** Something that a call changed, or may have changed. */
    public record EffectView(int call, String function, String arguments, String argumentsHash, Effect.State state) {
        static EffectView of(Effect effect) {
            return new EffectView(
                    effect.call(),
                    effect.function(),
                    effect.arguments(),
                    Masked.hash(effect.arguments(), effect.argumentsHash()),
                    effect.state());
        }
    }

    /** The most that a run could use. */
    public record Limits(long fuel, long memoryBytes, long timeoutMillis, int hostCalls) {
        static Limits of(EffectiveLimits limits) {
            return new Limits(
                    limits.fuel(), limits.memoryBytes(), limits.timeout().toMillis(), limits.hostCalls());
        }
    }

    public static RunView of(Run run) {
        return of(run, RunStory.NONE);
    }

    static RunView of(Run run, RunStory story) {
        return new RunView(
                run.id().toString(),
                run.appSlug(),
                run.version(),
                run.packageHash(),
                run.trigger(),
                run.principal(),
                run.entry(),
                run.attempt(),
                run.engine(),
                run.seed(),
                run.state(),
                run.outcome().map(Outcome::name),
                run.outcome().flatMap(Outcome::error),
                run.createdAt(),
                run.startedAt(),
                run.endedAt(),
                run.usage().fuel(),
                run.usage().memoryBytesMax(),
                run.usage().wallMillis(),
                run.queued().map(Duration::toMillis),
                run.usage().hostMillis(),
                run.usage().hostCalls(),
                run.usage().sqlMillis(),
                run.usage().sqlRows(),
                run.usage().egressBytes(),
                run.usage().tokens(),
                run.commit().map(time -> time.toNanos() / 1e6),
                run.progress(),
                run.limits().map(Limits::of),
                run.journal(),
                Optional.of(story.attempts())
                        .filter(attempts -> attempts.size() > 1 || run.state() == Run.State.WAITING),
                Optional.of(story.effects().stream().map(EffectView::of).toList())
                        .filter(effects -> !effects.isEmpty()));
    }
}
