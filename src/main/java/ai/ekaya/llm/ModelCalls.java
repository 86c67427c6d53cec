package ai.ekaya.llm;

import ai.ekaya.audit.AuditEvent;
import ai.ekaya.audit.AuditLog;
import ai.ekaya.identity.Principal;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.keys.ProjectKeys;
import ai.ekaya.leak.KnownSecrets;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.store.Store;
import ai.ekaya.web.Cursor;
import ai.ekaya.web.MetricsText;
import ai.ekaya.web.Page;
import ai.ekaya.web.PageQuery;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * What is kept of the calls of models: who asked which model when, what it took and what came of it, and for a shorter time, sealed with
 * the project's key, what was said. Thread-safe.
 */
@Singleton
public final class ModelCalls {
    private static final String OK = "OK";
    private static final String CANCELLED = "CANCELLED";

    private final Store store;
    private final ProjectKeys keys;
    private final AuditLog audit;
    private final KnownSecrets secrets;
    private final Limits limits;
    private final Clock clock;
    private final ModelMeters meters = new ModelMeters();

    @Inject
    public ModelCalls(Store store, ProjectKeys keys, AuditLog audit, KnownSecrets secrets, Limits limits, Clock clock) {
        this.store = store;
        this.keys = keys;
        this.audit = audit;
        this.secrets = secrets;
        this.limits = limits;
        this.clock = clock;
    }

    /** Committed before the model is asked. Not in a transaction. */
    public UUID asked(ModelCall call) {
        return add(call, "ASKED", false, ModelJson.of(call.ask()));
    }

    /** One that no model was asked for, as its answer is kept. */
    public void cached(ModelCall call, String text) {
        add(call, OK, true, ModelJson.of(call.ask()).put("answer", text));
    }

    private UUID add(ModelCall call, String outcome, boolean isCached, ObjectNode said) {
        UUID id = UUID.randomUUID();
        byte[] sealed = sealed(call.project(), id, said);
        Instant now = clock.instant();
        store.transactIn(call.project().value(), transaction -> {
            ModelCallRows.insert(transaction, id, call, outcome, isCached, now);
            ModelCallRows.putConversation(transaction, call.project(), id, now, sealed);
        });
        return id;
    }

    public void answered(ModelCall call, UUID id, ModelAnswer answer, Duration time) {
        meters.count(call.offer().mode(), answer.tokens());
        byte[] sealed = sealed(call.project(), id, ModelJson.of(call.ask()).put("answer", answer.text()));
        Instant now = clock.instant();
        store.transactIn(call.project().value(), transaction -> {
            ModelCallRows.end(
                    transaction,
                    id,
                    new ModelCallRows.End(
                            OK,
                            Optional.of(secrets.now(call.project()).redacted(answer.model())),
                            Optional.of(answer.attempts()),
                            answer.tokens(),
                            answer.costMicros(),
                            time.toMillis()));
            ModelCallRows.putConversation(transaction, call.project(), id, now, sealed);
        });
    }

    /** @param spent also of attempts that failed */
    public void failed(ModelCall call, UUID id, RefusalCode code, ModelTokens spent, Duration time) {
        ended(call, id, code.name(), spent, time);
    }

    /** Somebody stopped the run that asked, or its server. */
    public void cancelled(ModelCall call, UUID id, ModelTokens spent, Duration time) {
        ended(call, id, CANCELLED, spent, time);
    }

    private void ended(ModelCall call, UUID id, String outcome, ModelTokens spent, Duration time) {
        meters.count(call.offer().mode(), spent);
        store.transactIn(
                call.project().value(),
                transaction -> ModelCallRows.end(
                        transaction,
                        id,
                        new ModelCallRows.End(
                                outcome,
                                Optional.empty(),
                                Optional.empty(),
                                spent,
                                OptionalLong.empty(),
                                time.toMillis())));
    }

    private byte[] sealed(ProjectId project, UUID id, JsonNode said) {
        return keys.seal(project.value(), context(id), ModelJson.bytes(withoutSecrets(project, said)));
    }

    // SECURITY: a provider can send back the very key that it was asked with, which nobody in the project is to read.
    // Guarded by LlmGenerateIT.
    private JsonNode withoutSecrets(ProjectId project, JsonNode said) {
        String text = said.toString();
        String safe = secrets.now(project).redactedJson(text);
        return safe.equals(text) ? said : ModelJson.read(safe.getBytes(StandardCharsets.UTF_8));
    }

    private static String context(UUID id) {
        return "model-call:" + id;
    }

    /** The newest first. */
    Page<ModelCallView> list(ProjectId project, Optional<String> app, Optional<UUID> run, PageQuery page) {
        Optional<ModelCallRows.Place> after = page.cursor(2).map(cursor -> ModelCallRows.Place.of(cursor.keys()));
        return Page.of(
                store.inProject(
                        project.value(),
                        transaction -> ModelCallRows.list(transaction, project, app, run, after, page.size() + 1)),
                page,
                call -> Cursor.at(call.at().toString(), call.id().toString()));
    }

    /**
     * With what was said, as long as that is kept; who reads it stands in the audit.
     *
     * @throws Refusal {@code NOT_FOUND}
     */
    ModelConversationView read(Principal by, ProjectId project, UUID id) {
        Instant since = clock.instant().minus(limits.durationOf(Limit.LLM_CONVERSATION_KEPT_SECONDS));
        ModelConversationView read = store.inProject(project.value(), transaction -> {
            ModelCallView call = ModelCallRows.find(transaction, project, id)
                    .orElseThrow(() -> new Refusal(RefusalCode.NOT_FOUND, "There is no such call of a model"));
            Optional<JsonNode> said = ModelCallRows.conversation(transaction, project, id, since)
                    .flatMap(stored -> keys.open(project.value(), context(id), stored))
                    .map(ModelJson::read);
            audit.append(
                    transaction,
                    new AuditEvent(
                            AuditEvent.Type.MODEL_CONVERSATION_READ,
                            by.actor(),
                            Optional.of(project.value()),
                            "model-call:" + id,
                            Map.of("app", call.app(), "run", call.run().toString())));
            return new ModelConversationView(call, said);
        });
        // A secret that was set since then counts too.
        return new ModelConversationView(read.call(), read.conversation().map(said -> withoutSecrets(project, said)));
    }

    /** Adds this room's families. */
    public void writeTo(MetricsText text) {
        meters.writeTo(text);
    }

    /** Deletes what is kept for too long. Called by a timer. */
    int sweep() {
        Instant now = clock.instant();
        return ModelCallRows.sweep(
                        store, "model_conversation", now.minus(limits.durationOf(Limit.LLM_CONVERSATION_KEPT_SECONDS)))
                + ModelCallRows.sweep(store, "model_call", now.minus(limits.durationOf(Limit.LLM_CALLS_KEPT_SECONDS)))
                + ModelCallRows.sweep(
                        store, "model_answer", now.minus(limits.durationOf(Limit.LLM_CACHE_KEPT_SECONDS)));
    }
}
