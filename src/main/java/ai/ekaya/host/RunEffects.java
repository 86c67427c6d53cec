package ai.ekaya.host;

import ai.ekaya.appdb.WriteMark;
import ai.ekaya.appdb.WriteMarking;
import ai.ekaya.limits.Cancellation;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.query.QueryExecution;
import ai.ekaya.store.Transaction;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What one run changes, written down in such a way that whoever finds it dead knows what happened; and refused once another server
 * has taken the run for dead. Nothing of it costs a call that only asks anything. Not thread-safe.
 */
final class RunEffects implements WriteMarking {
    private final Effects effects;
    private final CallScope scope;
    private final Cancellation cancellation;
    private final int argumentsBytesMax;
    private Optional<Supplier<Effect>> call = Optional.empty();

    RunEffects(Effects effects, CallScope scope, Cancellation cancellation, Limits limits) {
        this.effects = effects;
        this.scope = scope;
        this.cancellation = cancellation;
        this.argumentsBytesMax = limits.intOf(Limit.HOST_EFFECT_ARGUMENTS_BYTES);
    }

    /**
     * The call that is made from now on.
     *
     * @param arguments as people may see them; asked for only when the call changes something
     */
    void calling(HostFunction function, int number, Supplier<String> arguments) {
        call = function.effect() == EffectKind.NONE
                ? Optional.empty()
                : Optional.of(() -> effect(number, function.name(), arguments.get()));
    }

    private Effect effect(int number, String function, String shown) {
        return new Effect(
                number,
                function,
                CallJournal.sha256(shown),
                Clip.bytes(shown, argumentsBytesMax),
                Effect.State.IN_DOUBT);
    }

    private Effect effect() {
        return call.orElseThrow(
                        () -> new IllegalStateException("A function that changes something says that it does not"))
                .get();
    }

    /** A preview has no attempt: what it changes is thrown away with it. */
    private Optional<Attempt> attempt() {
        return scope.attempt();
    }

    @Override
    public Optional<WriteMark> mark() {
        return attempt().map(attempt -> effects.mark(scope, attempt, effect()));
    }

    @Override
    public Refusal ended() {
        cancellation.cancel(Cancellation.Cause.SERVER_STOP);
        return new Refusal(
                RefusalCode.CONFLICT,
                "Another server took this run for lost while this one stood still; it changes nothing any more");
    }

    /** In the transaction that makes the change. */
    void done(Transaction transaction) {
        attempt().ifPresent(attempt -> require(effects.done(transaction, scope, attempt, effect())));
    }

    /** Committed before the change is asked for. */
    Announced announce() {
        Optional<Attempt> held = attempt();
        if (held.isEmpty()) {
            return new Announced(Optional.empty());
        }
        Effect announced = effect();
        require(effects.announce(scope, held.get(), announced));
        return new Announced(Optional.of(announced));
    }

    private void require(boolean held) {
        if (!held) {
            throw ended();
        }
    }

    /** A change of something that shares no transaction with us: in doubt until it is closed, whatever becomes of this server. */
    final class Announced implements QueryExecution.Announced {
        private final Optional<Effect> effect;

        private Announced(Optional<Effect> effect) {
            this.effect = effect;
        }

        @Override
        public void happened() {
            effect.ifPresent(known -> effects.happened(scope, attempt().orElseThrow(), known));
        }

        @Override
        public void didNotHappen() {
            effect.ifPresent(known -> effects.didNotHappen(scope, attempt().orElseThrow(), known));
        }
    }
}
