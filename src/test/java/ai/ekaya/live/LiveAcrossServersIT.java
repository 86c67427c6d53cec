package ai.ekaya.live;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ekaya.boot.Waiting;
import ai.ekaya.host.RunId;
import ai.ekaya.install.InstalledApp;
import ai.ekaya.run.Platform;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A run on one server, seen on another by the database that they share. */
class LiveAcrossServersIT {
    private static final String SCRIPT = """
            export default async ({ input, host }) => {
              for (let i = 1; i <= 5; i++) {
                host.log.info('step ' + i);
                await host.progress(i / 5, 'step ' + i);
                await new Promise((done) => setTimeout(done, input.millis));
              }
              return 1;
            };
            """;

    private Platform one;
    private Platform two;

    /** Keeps what it is offered, as text. */
    private record Kept(Wish wish, List<String> frames) implements Listener {
        static Kept wishing(Optional<String> run) {
            return new Kept(Wish.of(run, Optional.empty(), Optional.empty()), new CopyOnWriteArrayList<>());
        }

        @Override
        public void offer(byte[] frame) {
            frames.add(new String(frame, StandardCharsets.UTF_8));
        }

        boolean has(String part) {
            return frames.stream().anyMatch(frame -> frame.contains(part));
        }
    }

    @BeforeEach
    void open() {
        one = Platform.open();
        two = one.another("two");
        for (Platform each : List.of(one, two)) {
            each.signals.open(each.threads.executor(), each.threads.timer());
            each.live.open();
        }
    }

    @AfterEach
    void close() {
        for (Platform each : List.of(two, one)) {
            each.live.close();
            each.signals.close();
            each.close();
        }
    }

    private RunId start(int millis) {
        InstalledApp app = one.install(Platform.app(SCRIPT).allowing("log", "progress"));
        return one.runs.submit(one.asked(app, "{\"millis\": " + millis + "}"));
    }

    private long batches() {
        return one.count("SELECT count(*) FROM ekaya.live_event");
    }

    @Test
    void a_run_of_one_server_is_seen_on_the_other_as_it_happens() {
        Kept kept = Kept.wishing(Optional.empty());
        two.live.add(two.project, kept, Optional.empty());
        assertThat(kept.frames().get(0)).contains("event: ready");
        Waiting.until(
                "the other server knows that somebody looks",
                10,
                () -> one.live.wants(one.project, LiveEvent.Kind.RUN, new java.util.UUID(0, 1), "any"));
        RunId run = start(300);
        Waiting.until("a line is seen while it runs", 10, () -> kept.has("\"message\":\"step 1\""));
        assertThat(kept.has("ENDED")).isFalse();
        Waiting.until("its end is seen", 20, () -> kept.has("\"state\":\"ENDED\",\"outcome\":\"SUCCEEDED\""));
        assertThat(kept.has("\"message\":\"step 5\"")).isTrue();
        assertThat(kept.has("\"fraction\":1.0")).isTrue();
        assertThat(kept.frames())
                .filteredOn(frame -> frame.contains("\"run\":"))
                .allMatch(frame -> frame.contains(run.toString()));
        assertThat(batches()).isLessThan(20);
    }

    @Test
    void who_comes_late_sees_on_the_other_server_what_there_was() {
        RunId run = start(600);
        Waiting.until("it runs", 10, () -> one.runs.running() == 1);
        Kept kept = Kept.wishing(Optional.of(run.toString()));
        two.live.add(two.project, kept, Optional.empty());
        Waiting.until("the first line is seen", 10, () -> kept.has("\"message\":\"step 1\""));
        Waiting.until("its end is seen", 20, () -> kept.has("ENDED"));
    }

    @Test
    void where_nobody_looks_nothing_is_stored() {
        one.ended(start(1));
        assertThat(batches()).isZero();
    }
}
