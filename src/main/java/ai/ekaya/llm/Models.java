package ai.ekaya.llm;

import ai.ekaya.egress.OutboundScan;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.limits.Cancellation;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;

/** The models of projects. Thread-safe. */
@Singleton
public final class Models {
    @Inject
    Models() {}

    /** Empty where none is configured. */
    public Optional<ModelOffer> offer(ProjectId project) {
        return Optional.empty();
    }

    /**
     * Asks the project's model and waits for its whole answer. Not in a transaction: it waits for others.
     *
     * @param scan looks at each request as it leaves, before the key is put in
     * @throws Refusal {@code UNAVAILABLE} no model, or it is away for now, {@code BAD_ARGUMENT} what is no ask, {@code LIMIT} what is too
     *     much, {@code TIMEOUT} the time that is over or the run that was stopped, {@code LEAK} what the scan holds back,
     *     {@code RATE_LIMITED} the provider's own limit, {@code NOT_PERMITTED} an address that may not be called, {@code UPSTREAM} what
     *     the provider does wrong
     */
    public ModelAnswer ask(
            ProjectId project, ModelAsk ask, Cancellation cancellation, ModelWitness witness, OutboundScan scan) {
        throw new Refusal(
                RefusalCode.UNAVAILABLE,
                "The project has no language model; an administrator chooses one in the project's settings");
    }
}
