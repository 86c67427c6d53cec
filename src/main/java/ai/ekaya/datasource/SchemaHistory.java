package ai.ekaya.datasource;

import ai.ekaya.audit.Actor;
import ai.ekaya.audit.AuditEvent;
import ai.ekaya.audit.AuditLog;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.limits.Cancellation;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.store.Sql;
import ai.ekaya.store.Store;
import ai.ekaya.store.Transaction;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The states that a datasource's schema was seen in, and what changed between them. Thread-safe. */
@Singleton
public final class SchemaHistory {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String COLUMNS = "number, hash, table_count, first_seen_at, last_seen_at";

    private final Store store;
    private final Datasources datasources;
    private final DatasourceAccess access;
    private final AuditLog audit;
    private final SchemaChanges listener;
    private final Limits limits;
    private final Clock clock;

    @Inject
    SchemaHistory(
            Store store,
            Datasources datasources,
            DatasourceAccess access,
            AuditLog audit,
            SchemaChanges listener,
            Limits limits,
            Clock clock) {
        this.audit = audit;
        this.listener = listener;
        this.store = store;
        this.datasources = datasources;
        this.access = access;
        this.limits = limits;
        this.clock = clock;
    }

    /**
     * One state.
     *
     * @param number counts the states of one datasource, from 1
     * @param lastSeenAt when it was last found so
     */
    public record Seen(int number, String hash, int tableCount, Instant firstSeenAt, Instant lastSeenAt) {}

    /** @param changes since the state before; empty when this is the first one */
    public record Refreshed(Seen state, boolean changed, ArrayNode changes) {}

    /** Reads the schema, and keeps it when it is not as it was; the event of it stands in the audit. */
    public Refreshed refresh(Actor by, ProjectId project, DatasourceId id, Cancellation cancellation) {
        ObjectNode snapshot = access.schema(project, id, cancellation);
        String hash = snapshot.path("hash").asText();
        return store.inProject(project.value(), transaction -> {
            lock(transaction, id);
            Optional<Seen> last = list(transaction, id).stream().findFirst();
            if (last.isPresent() && last.get().hash().equals(hash)) {
                touch(transaction, id, last.get().number());
                return new Refreshed(
                        at(transaction, id, last.get().number()), false, JsonNodeFactory.instance.arrayNode());
            }
            int number = last.map(Seen::number).orElse(0) + 1;
            insert(transaction, project, id, number, hash, snapshot);
            ArrayNode changes = last.isEmpty()
                    ? JsonNodeFactory.instance.arrayNode()
                    : SchemaDifference.between(
                            snapshot(transaction, id, last.get().number()), snapshot);
            Map<String, String> details =
                    Map.of("state", String.valueOf(number), "hash", hash, "changes", String.valueOf(changes.size()));
            audit.append(
                    transaction,
                    new AuditEvent(
                            AuditEvent.Type.SCHEMA_REFRESHED,
                            by,
                            Optional.of(project.value()),
                            "datasource:" + id,
                            details));
            Seen now = at(transaction, id, number);
            listener.changed(
                    transaction,
                    new SchemaChanges.Change(
                            project, id, last, now, from -> since(transaction, id, from, number, snapshot)));
            return new Refreshed(now, last.isPresent(), changes);
        });
    }

    private ArrayNode since(Transaction transaction, DatasourceId id, int from, int number, JsonNode snapshot) {
        int oldest = Math.max(from, number + 1 - limits.intOf(Limit.DATASOURCE_SNAPSHOTS_KEPT_COUNT));
        return SchemaDifference.between(oldest >= number ? snapshot : snapshot(transaction, id, oldest), snapshot);
    }

    /** The last state that was seen, as it was read; empty when none was. */
    public Optional<JsonNode> latest(ProjectId project, DatasourceId id) {
        datasources.require(project, id);
        return store.inProject(
                project.value(),
                transaction -> list(transaction, id).stream()
                        .findFirst()
                        .map(seen -> snapshot(transaction, id, seen.number())));
    }

    /** The latest first. */
    public List<Seen> list(ProjectId project, DatasourceId id) {
        datasources.require(project, id);
        return store.inProject(project.value(), transaction -> list(transaction, id));
    }

    /**
     * @param from a state's number; the one before {@code to} when empty
     * @param to the latest when empty; when neither is said and there are no two states, nothing has changed
     * @throws Refusal {@code NOT_FOUND} when there is no such state
     */
    public ArrayNode changes(ProjectId project, DatasourceId id, Optional<Integer> from, Optional<Integer> to) {
        datasources.require(project, id);
        return store.inProject(project.value(), transaction -> {
            List<Seen> all = list(transaction, id);
            if (from.isEmpty() && to.isEmpty() && all.size() < 2) {
                return JsonNodeFactory.instance.arrayNode();
            }
            int last = to.orElseGet(() -> all.isEmpty() ? 0 : all.get(0).number());
            int first = from.orElse(last - 1);
            return SchemaDifference.between(snapshot(transaction, id, first), snapshot(transaction, id, last));
        });
    }

    /** @throws Refusal {@code NOT_FOUND} when it was never so, or too long ago */
    private JsonNode snapshot(Transaction transaction, DatasourceId id, int number) {
        return Sql.first(
                        transaction,
                        "SELECT snapshot FROM schema_snapshot WHERE datasource_id = ? AND number = ?",
                        row -> {
                            try {
                                return JSON.readTree(row.getString(1));
                            } catch (JsonProcessingException e) {
                                throw new IllegalStateException("A stored snapshot is no JSON", e);
                            }
                        },
                        id.value(),
                        number)
                .orElseThrow(() -> missing(number));
    }

    private Refusal missing(int number) {
        return new Refusal(
                RefusalCode.NOT_FOUND,
                "There is no state " + number + " of this schema; the last "
                        + limits.of(Limit.DATASOURCE_SNAPSHOTS_KEPT_COUNT) + " are kept, POST …/snapshots takes one");
    }

    private Seen at(Transaction transaction, DatasourceId id, int number) {
        return list(transaction, id).stream()
                .filter(seen -> seen.number() == number)
                .findFirst()
                .orElseThrow(() -> missing(number));
    }

    private List<Seen> list(Transaction transaction, DatasourceId id) {
        return Sql.list(
                transaction,
                "SELECT " + COLUMNS + " FROM schema_snapshot WHERE datasource_id = ? ORDER BY number DESC",
                row -> new Seen(
                        row.getInt(1),
                        row.getString(2),
                        row.getInt(3),
                        row.getObject(4, OffsetDateTime.class).toInstant(),
                        row.getObject(5, OffsetDateTime.class).toInstant()),
                id.value());
    }

    /** So that two that refresh at once make one state. */
    private static void lock(Transaction transaction, DatasourceId id) {
        Sql.first(
                transaction, "SELECT id FROM datasource WHERE id = ? FOR UPDATE", row -> row.getString(1), id.value());
    }

    private void touch(Transaction transaction, DatasourceId id, int number) {
        Sql.update(
                transaction,
                "UPDATE schema_snapshot SET last_seen_at = ? WHERE datasource_id = ? AND number = ?",
                clock.instant(),
                id.value(),
                number);
    }

    private void insert(
            Transaction transaction, ProjectId project, DatasourceId id, int number, String hash, ObjectNode snapshot) {
        Sql.update(
                transaction,
                "INSERT INTO schema_snapshot (project_id, datasource_id, number, hash, snapshot, table_count, first_seen_at, last_seen_at)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                project.value(),
                id.value(),
                number,
                hash,
                snapshot.toString(),
                snapshot.path("tables").size(),
                clock.instant(),
                clock.instant());
        Sql.update(
                transaction,
                "DELETE FROM schema_snapshot WHERE datasource_id = ? AND number <= ?",
                id.value(),
                number - limits.intOf(Limit.DATASOURCE_SNAPSHOTS_KEPT_COUNT));
    }
}
