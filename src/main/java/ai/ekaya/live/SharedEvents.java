package ai.ekaya.live;

import ai.ekaya.identity.ProjectId;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.store.Sql;
import ai.ekaya.store.Store;
import ai.ekaya.web.Json;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** The table that servers pass events through; what is in it is over within a minute. Thread-safe. */
final class SharedEvents {
    private final Store store;
    private final Limits limits;
    private final Clock clock;
    private final UUID self;
    private final Map<ProjectId, Cursor> cursors = new ConcurrentHashMap<>();

    SharedEvents(Store store, Limits limits, Clock clock, UUID self) {
        this.store = store;
        this.limits = limits;
        this.clock = clock;
        this.self = self;
    }

    /** @param gap whether there was more than one batch holds, and the rest is not there */
    record Batch(boolean gap, List<LiveEvent> events) {}

    /** How far each server's batches are read. Of one server they are written one after the other, of two at once. */
    private record Cursor(Channel channel, long begin, Map<UUID, Long> read) {
        String readJson() {
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            read.forEach((server, id) -> json.put(server.toString(), id));
            return json.toString();
        }
    }

    private record Row(long id, UUID server, String body) {}

    /** From here on a channel's batches are read. */
    void begin(ProjectId project, Channel channel) {
        cursors.compute(
                project,
                (key, known) -> known != null && known.channel == channel
                        ? known
                        : new Cursor(channel, newest(project), new ConcurrentHashMap<>()));
    }

    private long newest(ProjectId project) {
        return store.inProject(
                project.value(),
                transaction -> Sql.first(
                                transaction,
                                "SELECT coalesce(max(id), 0) AS newest FROM ekaya.live_event WHERE project_id = ?",
                                row -> row.getLong("newest"),
                                project.value())
                        .orElse(0L));
    }

    /** One statement; what is over goes with it. */
    void write(ProjectId project, Batch batch) {
        String body = body(batch);
        store.transactIn(
                project.value(),
                transaction -> Sql.update(
                        transaction,
                        """
                WITH over AS (DELETE FROM ekaya.live_event WHERE project_id = ? AND at < ?)
                INSERT INTO ekaya.live_event (project_id, server_id, at, body) VALUES (?, ?, ?, ?)
                """,
                        project.value(),
                        clock.instant().minusMillis(limits.of(Limit.LIVE_LINGER_MILLIS)),
                        project.value(),
                        self,
                        clock.instant(),
                        body));
    }

    /** What others wrote since. By one thread at a time for a project. */
    List<Batch> read(ProjectId project, Channel channel) {
        Cursor cursor = cursors.get(project);
        if (cursor == null || cursor.channel != channel) {
            return List.of();
        }
        List<Row> rows = store.inProject(
                project.value(),
                transaction -> Sql.list(
                        transaction,
                        """
                        SELECT id, server_id, body FROM ekaya.live_event
                        WHERE project_id = ? AND server_id <> ?
                            AND id > coalesce((?::jsonb ->> server_id::text)::bigint, ?) ORDER BY id
                        """,
                        row -> new Row(
                                row.getLong("id"), row.getObject("server_id", UUID.class), row.getString("body")),
                        project.value(),
                        self,
                        cursor.readJson(),
                        cursor.begin));
        List<Batch> batches = new ArrayList<>();
        for (Row row : rows) {
            cursor.read.put(row.server, row.id);
            batches.add(batch(row.body));
        }
        return batches;
    }

    /** Cursors of channels that are over. */
    void forget(Map<ProjectId, Channel> channels) {
        cursors.entrySet().removeIf(each -> channels.get(each.getKey()) != each.getValue().channel);
    }

    private static String body(Batch batch) {
        ArrayNode events = JsonNodeFactory.instance.arrayNode();
        for (LiveEvent event : batch.events) {
            events.addArray()
                    .add(event.kind().text())
                    .add(event.run().toString())
                    .add(event.app())
                    .add(event.json());
        }
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("gap", batch.gap);
        body.set("events", events);
        return body.toString();
    }

    private static Batch batch(String body) {
        try {
            JsonNode json = Json.mapper().readTree(body);
            List<LiveEvent> events = new ArrayList<>();
            for (JsonNode event : json.path("events")) {
                LiveEvent.Kind.of(event.path(0).textValue())
                        .ifPresent(kind -> events.add(new LiveEvent(
                                kind,
                                UUID.fromString(event.path(1).textValue()),
                                event.path(2).textValue(),
                                event.path(3).textValue())));
            }
            return new Batch(json.path("gap").booleanValue(), events);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Events of another server are no JSON", e);
        }
    }
}
