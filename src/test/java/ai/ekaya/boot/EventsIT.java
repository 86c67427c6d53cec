package ai.ekaya.boot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The stream of events over real HTTP: what comes, who gets it, and when it ends. */
class EventsIT {
    private static final String EVENTS = "/api/v1/projects/demo/events";
    private static final String SLUG = "live";
    private static final String SCRIPT = """
            export default async ({ input, host }) => {
              for (let i = 1; i <= 4; i++) {
                host.log.info('step ' + i, { i });
                await host.progress(i / 4, i + ' of 4');
                await host.datasource.query('SELECT ' + i);
                await new Promise((done) => setTimeout(done, input.millis ?? 1, 1));
              }
              return 'done';
            };
            """;

    private final LiveServer server = LiveServer.shared();
    private final DemoProjectApi demo = new DemoProjectApi(server);
    private final List<EventReader> open = new ArrayList<>();
    private String token = "";

    @BeforeEach
    void install() {
        demo.installFor("20s", SLUG, SCRIPT, "log", "progress", "datasource_query");
        token = token("viewer");
    }

    @AfterEach
    void close() {
        open.forEach(EventReader::close);
    }

    private String token(String role) {
        return demo.api()
                .post("/api/v1/tokens", Map.of("name", "events", "project", "demo", "roles", List.of(role)))
                .json()
                .path("token")
                .asText();
    }

    private EventReader listen(String query, String... headers) {
        List<String> all = new ArrayList<>(List.of("Authorization", "Bearer " + token));
        all.addAll(List.of(headers));
        EventReader reader = EventReader.open(server, EVENTS + query, all.toArray(String[]::new));
        open.add(reader);
        return reader;
    }

    private String start(int millis) {
        return demo.api()
                .post(DemoProjectApi.APPS + "/" + SLUG + "/runs", Map.of("millis", millis))
                .json()
                .path("id")
                .asText();
    }

    private static List<JsonNode> items(EventReader reader, String name) {
        return reader.events(name).stream()
                .flatMap(
                        event -> StreamSupport.stream(event.data().path("items").spliterator(), false))
                .toList();
    }

    private static boolean ended(EventReader reader) {
        return reader.events("run").stream()
                .anyMatch(event -> event.data().path("state").asText().equals("ENDED"));
    }

    @Test
    void a_run_is_seen_as_it_happens() {
        EventReader reader =
                listen("").await("it begins", 5, each -> !each.events("ready").isEmpty());
        assertThat(reader.status()).isEqualTo(200);
        assertThat(reader.headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
        assertThat(reader.headers().firstValue("Cache-Control").orElse("")).contains("no-store", "no-transform");
        assertThat(reader.headers().firstValue("X-Accel-Buffering")).contains("no");
        assertThat(reader.headers().firstValue("Content-Security-Policy")).isPresent();
        String run = start(250);
        reader.await(
                "a line comes before the end", 10, each -> !items(each, "log").isEmpty());
        assertThat(ended(reader)).isFalse();
        reader.await("it ends", 20, EventsIT::ended);

        assertThat(reader.events("run"))
                .extracting(event -> event.data().path("state").asText())
                .containsExactly("RUNNING", "ENDED");
        assertThat(reader.events("run").get(1).data().path("outcome").asText()).isEqualTo("SUCCEEDED");
        assertThat(reader.events()).filteredOn(event -> event.data().has("run")).allSatisfy(event -> {
            assertThat(event.data().path("run").asText()).isEqualTo(run);
            assertThat(event.data().path("app").asText()).isEqualTo(SLUG);
        });
        assertThat(items(reader, "log"))
                .extracting(line -> line.path("message").asText())
                .containsExactly("step 1", "step 2", "step 3", "step 4");
        assertThat(items(reader, "calls"))
                .extracting(call -> call.path("sequence").asInt())
                .containsExactly(1, 2, 3, 4);
        assertThat(items(reader, "calls").get(0).toString())
                .contains("\"rows\":1")
                .doesNotContain("SELECT");
        assertThat(reader.events("progress").getLast().data().path("fraction").asDouble())
                .isEqualTo(1);
        assertThat(reader.events("progress").getLast().data().path("text").asText())
                .isEqualTo("4 of 4");
    }

    @Test
    void who_comes_late_is_shown_what_there_was() {
        String run = start(400);
        EventReader reader = listen("?run=" + run);
        reader.await("it ends", 20, EventsIT::ended);
        assertThat(items(reader, "log"))
                .extracting(line -> line.path("sequence").asInt())
                .containsExactly(1, 2, 3, 4);
    }

    private String state(String run) {
        return demo.api()
                .get(DemoProjectApi.RUNS + "/" + run)
                .json()
                .path("state")
                .asText();
    }

    @Test
    void who_looks_on_after_the_end_is_told_of_it_at_once() {
        String run = start(1);
        Waiting.until("it ends", 20, () -> state(run).equals("ENDED"));
        EventReader reader = listen("?run=" + run).await("it is told", 3, EventsIT::ended);
        assertThat(reader.events()).extracting(EventReader.Event::name).containsExactly("ready", "run");
        assertThat(reader.events("run").get(0).data().path("outcome").asText()).isEqualTo("SUCCEEDED");
        assertThat(reader.events("run").get(0).data().path("run").asText()).isEqualTo(run);
        assertThat(reader.events("run").get(0).data().path("app").asText()).isEqualTo(SLUG);
        EventReader progress = listen("?seconds=1&only=progress&run=" + run);
        progress.await("it ends", 5, EventReader::ended);
        assertThat(progress.events("run")).isEmpty();
    }

    @Test
    void who_looks_on_hears_of_the_state_first_and_of_the_end_last() {
        for (int i = 0; i < 10; i++) {
            EventReader reader = listen("?only=run&run=" + start(i * 3));
            reader.await("its end is told", 10, EventsIT::ended);
            List<EventReader.Event> events = reader.events();
            assertThat(events.get(0).name()).isEqualTo("ready");
            assertThat(events.get(1).name()).isEqualTo("run");
            assertThat(events.getLast().data().path("state").asText()).isEqualTo("ENDED");
            reader.close();
        }
    }

    @Test
    void of_what_is_not_there_no_stream_begins() {
        assertThat(listen("?run=00000000-0000-4000-8000-000000000001").status()).isEqualTo(404);
        assertThat(listen("?app=nowhere").status()).isEqualTo(404);
        assertThat(listen("?seconds=0&app=" + SLUG).status()).isEqualTo(200);
    }

    @Test
    void a_filter_lets_through_what_it_names_and_nothing_else() {
        demo.installFor("20s", "other", SCRIPT, "log", "progress", "datasource_query");
        EventReader states = listen("?only=run&app=" + SLUG);
        EventReader other = listen("?app=other");
        states.await("it begins", 5, each -> !each.events("ready").isEmpty());
        other.await("it begins", 5, each -> !each.events("ready").isEmpty());
        start(1);
        states.await("it ends", 20, EventsIT::ended);
        assertThat(states.events()).extracting(EventReader.Event::name).containsOnly("ready", "run");
        assertThat(other.events()).extracting(EventReader.Event::name).containsOnly("ready");
    }

    @Test
    void what_happened_in_a_short_break_comes_afterwards() {
        EventReader before =
                listen("").await("it begins", 5, each -> !each.events("ready").isEmpty());
        start(1);
        before.await("it ends", 20, EventsIT::ended);
        before.close();
        String second = start(1);
        Waiting.until("it ends", 20, () -> state(second).equals("ENDED"));
        EventReader after = listen("", "Last-Event-ID", before.lastId()).await("it ends", 5, EventsIT::ended);
        assertThat(after.events("reset")).isEmpty();
        assertThat(after.events("run"))
                .extracting(event -> event.data().path("state").asText())
                .containsExactly("RUNNING", "ENDED");
        assertThat(after.events("run").get(0).data().path("run").asText()).isEqualTo(second);
    }

    @Test
    void who_cannot_go_on_is_told() {
        EventReader reader = listen("", "Last-Event-ID", "0a1b2c3d-17");
        reader.await("it is told", 5, each -> !each.events("reset").isEmpty());
        assertThat(reader.events("ready")).isEmpty();
    }

    @Test
    void a_stream_ends_with_the_right_to_it() {
        EventReader reader =
                listen("").await("it begins", 5, each -> !each.events("ready").isEmpty());
        String id = StreamSupport.stream(
                        demo.api().get("/api/v1/tokens").json().path("items").spliterator(), false)
                .filter(each -> token.startsWith(each.path("prefix").asText("?")))
                .map(each -> each.path("id").asText())
                .findFirst()
                .orElseThrow();
        EventReader other = EventReader.open(server, EVENTS, "Authorization", "Bearer " + token("viewer"));
        open.add(other);
        assertThat(demo.api().delete("/api/v1/tokens/" + id).status()).isEqualTo(204);
        reader.await("it ends", 40, EventReader::ended);
        assertThat(other.ended()).isFalse();
        assertThat(listen("").status()).isEqualTo(401);
    }

    @Test
    void a_user_has_so_many_streams_and_who_left_makes_room_at_once() {
        List<EventReader> streams = new ArrayList<>();
        EventReader next = listen("");
        while (next.status() == 200 && streams.size() <= 20) {
            streams.add(next);
            next = listen("");
        }
        assertThat(next.status()).isEqualTo(429);
        assertThat(streams).hasSize(20);
        assertThat(streams).noneMatch(EventReader::ended);
        // Long before the next beat, and nobody says anything meanwhile: that they have left is found by asking them.
        streams.forEach(EventReader::close);
        Waiting.until("a place is free", 6, () -> listen("").status() == 200);
        for (int i = 1; i < 10; i++) {
            assertThat(listen("").status()).as("stream " + i).isEqualTo(200);
        }
    }

    @Test
    void what_is_no_filter_is_refused() {
        for (String query : List.of("?run=1", "?only=everything", "?seconds=-1", "?app=a%20b")) {
            assertThat(listen(query).status()).as(query).isEqualTo(400);
        }
        assertThat(EventReader.open(server, EVENTS).status()).isEqualTo(401);
        EventReader short_ = listen("?seconds=0");
        assertThat(short_.status()).isEqualTo(200);
        short_.await("it ends", 5, EventReader::ended);
    }
}
