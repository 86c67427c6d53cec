package ai.ekaya.llm;

import ai.ekaya.egress.Egress;
import ai.ekaya.egress.OutboundScan;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.limits.Cancellation;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.store.Store;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** The models of projects. Thread-safe. */
@Singleton
public final class Models {
    private static final int TEST_TOKENS = 16;

    private final Store store;
    private final ModelEndpoints endpoints;
    private final AskCheck check;
    private final Asking.Means means;

    @Inject
    Models(Store store, ModelEndpoints endpoints, Egress egress, Limits limits, Clock clock) {
        this(store, endpoints, egress, Pause.REAL, limits, clock);
    }

    Models(Store store, ModelEndpoints endpoints, Egress egress, Pause pause, Limits limits, Clock clock) {
        this.store = store;
        this.endpoints = endpoints;
        this.check = new AskCheck(limits);
        this.means = new Asking.Means(egress, new ModelCircuits(limits, clock), pause, limits, clock);
    }

    /** Empty where none is configured. */
    public Optional<ModelOffer> offer(ProjectId project) {
        return settings(project)
                .flatMap(settings -> endpoints.find(project, settings).map(endpoint -> offer(settings, endpoint)));
    }

    private ModelOffer offer(ModelSettings settings, ModelEndpoint endpoint) {
        return new ModelOffer(
                settings.mode().text(),
                endpoint.model(),
                endpoint.settingsKey(),
                settings.mode() == ModelSettings.Mode.COMMUNITY
                        ? OptionalLong.of(means.limits().of(Limit.LLM_COMMUNITY_TOKENS_PER_DAY_COUNT))
                        : OptionalLong.empty());
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
        check.require(ask);
        Asking.Asker asker = new Asking.Asker(project, cancellation, witness, scan);
        return new Asking(means, asker, require(project), check.time(ask)).answer(ask);
    }

    /** One attempt at a short question, whatever went wrong before. */
    ModelTestView test(ProjectId project) {
        ModelEndpoint endpoint = require(project);
        Duration time = means.limits().durationOf(Limit.LLM_TEST_MILLIS);
        Asking.Asker asker =
                new Asking.Asker(project, new Cancellation(), ModelWitness.NOBODY, OutboundScan.OF_NOTHING);
        Asking asking = new Asking(means, asker, endpoint, time);
        Prompt prompt = new Prompt(
                endpoint.model(),
                Optional.empty(),
                List.of(new ModelMessage(ModelMessage.Role.USER, "Answer with the word yes")),
                Optional.empty(),
                OptionalDouble.empty(),
                TEST_TOKENS);
        long began = means.clock().millis();
        Optional<Reply> reply = Optional.empty();
        String note;
        try {
            reply = Optional.of(asking.once(prompt));
            note = "The model answers";
        } catch (Refusal refusal) {
            note = refusal.reason();
        }
        ModelTokens spent = asking.spent();
        return new ModelTestView(
                reply.isPresent(),
                note,
                reply.map(Reply::model),
                spent.input(),
                spent.output(),
                means.clock().millis() - began);
    }

    private ModelEndpoint require(ProjectId project) {
        ModelSettings settings = settings(project).orElseThrow(Models::noModel);
        return endpoints
                .find(project, settings)
                .orElseThrow(() -> new Refusal(
                                RefusalCode.UNAVAILABLE,
                                "This server does not offer any more the model that the project chose; an administrator chooses another")
                        .lasting());
    }

    static Refusal noModel() {
        return new Refusal(
                        RefusalCode.UNAVAILABLE,
                        "The project has no language model; an administrator chooses one in the project's settings")
                .lasting();
    }

    private Optional<ModelSettings> settings(ProjectId project) {
        return store.inProject(project.value(), transaction -> ModelSettingsRows.find(transaction, project));
    }
}
