package ai.ekaya.llm;

import ai.ekaya.keys.ProjectKeys;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.store.Sql;
import ai.ekaya.store.Store;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Answers that apps want to have again: of one app, to the same question, by the same settings, under the app's own key. Sealed with the
 * project's key, and found by a keyed hash, so that nobody who guesses a question can look whether it was asked. Thread-safe.
 */
@Singleton
public final class ModelCache {
    private final Store store;
    private final ProjectKeys keys;
    private final Limits limits;
    private final Clock clock;

    @Inject
    public ModelCache(Store store, ProjectKeys keys, Limits limits, Clock clock) {
        this.store = store;
        this.keys = keys;
        this.limits = limits;
        this.clock = clock;
    }

    /** A kept answer. SECURITY: as of {@link ModelAnswer}, nobody has looked at it with the secrets of today. */
    public record Kept(String text, Optional<JsonNode> json, String model) {}

    /** @param key the app's own */
    public Optional<Kept> find(ModelCall call, String key) {
        String address = address(call, key);
        Instant since = clock.instant().minus(limits.durationOf(Limit.LLM_CACHE_KEPT_SECONDS));
        return store.inProject(
                        call.project().value(),
                        transaction -> Sql.first(
                                transaction,
                                "SELECT content FROM ekaya.model_answer WHERE project_id = ? AND app_id = ? AND address = ?"
                                        + " AND at >= ?",
                                row -> row.getBytes(1),
                                call.project().value(),
                                call.app(),
                                address,
                                since))
                .flatMap(stored -> keys.open(call.project().value(), context(address), stored))
                .map(ModelJson::read)
                .map(json -> new Kept(
                        json.path("text").asText(),
                        Optional.ofNullable(json.get("json")),
                        json.path("model").asText()));
    }

    /** The newest of an app stay; of an app that was purged meanwhile nothing is kept. */
    public void keep(ModelCall call, String key, ModelAnswer answer) {
        String address = address(call, key);
        ObjectNode json =
                JsonNodeFactory.instance.objectNode().put("text", answer.text()).put("model", answer.model());
        answer.json().ifPresent(read -> json.set("json", read));
        byte[] sealed = keys.seal(call.project().value(), context(address), ModelJson.bytes(json));
        store.transactIn(call.project().value(), transaction -> {
            Sql.update(
                    transaction,
                    """
                    INSERT INTO ekaya.model_answer (project_id, app_id, address, at, content)
                    SELECT project_id, id, ?, ?, ? FROM ekaya.installed_app WHERE project_id = ? AND id = ?
                    ON CONFLICT (project_id, app_id, address) DO UPDATE SET at = excluded.at, content = excluded.content
                    """,
                    address,
                    clock.instant(),
                    sealed,
                    call.project().value(),
                    call.app());
            Sql.update(
                    transaction,
                    """
                    DELETE FROM ekaya.model_answer WHERE project_id = ? AND app_id = ? AND address IN (
                        SELECT address FROM ekaya.model_answer WHERE project_id = ? AND app_id = ?
                        ORDER BY at DESC, address OFFSET ?)
                    """,
                    call.project().value(),
                    call.app(),
                    call.project().value(),
                    call.app(),
                    limits.intOf(Limit.LLM_CACHE_PER_APP_COUNT));
        });
    }

    // INVARIANT: the app is in it, so that no key of another app finds it: guarded by LlmGenerateIT.
    private String address(ModelCall call, String key) {
        ObjectNode whole = JsonNodeFactory.instance
                .objectNode()
                .put("app", call.app().toString())
                .put("settings", call.offer().settingsKey())
                .put("key", key);
        whole.set("ask", ModelJson.of(call.ask()));
        return HexFormat.of().formatHex(keys.address(call.project().value(), "model-answer " + whole));
    }

    private static String context(String address) {
        return "model-answer:" + address;
    }
}
