package ai.ekaya.host;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ekaya.appdb.AppId;
import ai.ekaya.identity.Principal;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.identity.UserId;
import ai.ekaya.leak.Detector;
import ai.ekaya.leak.KnownValue;
import ai.ekaya.leak.RunExits;
import ai.ekaya.limits.Cancellation;
import ai.ekaya.limits.Limits;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ModelTalkTest {
    private static final String SECRET = "qN7vK2mX9pL4rT8wZ3bY6cHd";

    /** What who looks on has before them, and each state of it. */
    private static final class Watcher implements RunWatcher {
        private String text = "";
        private final List<String> states = new ArrayList<>();

        @Override
        public void logged(LogEntry entry) {}

        @Override
        public void called(CallRecord call) {}

        @Override
        public void progressed(RunProgress progress) {}

        @Override
        public void answering(int call, int from, String more) {
            text = text.substring(0, from) + more;
            states.add(text);
        }
    }

    private final Watcher watcher = new Watcher();
    private final ModelTalk talk = new ModelTalk(run(), Limits.defaults());

    private RunCalls run() {
        ProjectId project = new ProjectId(new UUID(0, 1));
        CallScope scope = new CallScope(
                project,
                new AppId(new UUID(0, 3)),
                "my-app",
                new RunId(new UUID(0, 4)),
                Optional.empty(),
                new Principal(Principal.Kind.USER, new UserId(new UUID(0, 2)), "ada", false, Map.of()),
                JsonNodeFactory.instance.objectNode(),
                Set.of(),
                Set.of(),
                Set.of(),
                Set.of(),
                Map.of(),
                Map.of(),
                HttpReach.NOTHING,
                DataReach.NOTHING,
                0,
                0,
                1);
        RunExits exits = new RunExits(
                Detector.of(List.of(new KnownValue("CRM_KEY", SECRET))), Limits.defaults(), Clock.systemUTC());
        return new RunCalls(
                scope,
                new Cancellation(),
                new Effects(null, null, Clock.systemUTC()),
                Clock.systemUTC(),
                Limits.defaults(),
                watcher,
                exits,
                new ReadRows(anybody -> Map.of(), project, exits.values()));
    }

    private static String words(int count) {
        StringBuilder words = new StringBuilder();
        for (int i = 0; i < count; i++) {
            words.append("word").append(i).append(i % 10 == 9 ? ".\n" : " ");
        }
        return words.toString();
    }

    private void say(String text, int step) {
        for (int at = 0; at < text.length(); at += step) {
            talk.piece(text.substring(at, Math.min(text.length(), at + step)));
        }
    }

    @Test
    void what_a_model_writes_is_shown_while_it_writes_and_whole_in_the_end() {
        String all = words(500);
        say(all, 7);
        assertThat(watcher.text).isNotEmpty().hasSizeLessThan(all.length());
        assertThat(watcher.states).hasSizeGreaterThan(10);
        talk.done();
        assertThat(watcher.text).isEqualTo(all);
    }

    @Test
    void a_secret_that_comes_in_pieces_is_not_shown_not_even_its_beginning() {
        String all = words(200) + SECRET + " " + words(300);
        for (int step : List.of(1, 5, 64)) {
            ModelTalkTest fresh = new ModelTalkTest();
            fresh.say(all, step);
            fresh.talk.done();
            assertThat(fresh.watcher.states).allSatisfy(state -> {
                for (int letters = 6; letters <= SECRET.length(); letters++) {
                    assertThat(state).doesNotContain(SECRET.substring(0, letters));
                }
            });
            assertThat(fresh.watcher.text).isEqualTo(words(200) + "[redacted: CRM_KEY] " + words(300));
        }
    }

    @Test
    void another_attempt_begins_with_nothing() {
        say(words(300), 50);
        assertThat(watcher.text).isNotEmpty();
        talk.restarted();
        assertThat(watcher.text).isEmpty();
        say("Four cups", 3);
        talk.done();
        assertThat(watcher.text).isEqualTo("Four cups");
    }

    @Test
    void of_an_answer_that_is_too_long_the_beginning_is_shown() {
        say(words(10_000), 100);
        talk.done();
        assertThat(watcher.text).hasSizeBetween(30_000, 32_000);
        assertThat(words(10_000)).startsWith(watcher.text);
    }
}
