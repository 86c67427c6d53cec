package ai.ekaya.boot;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ekaya.pack.Packages;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Schedules as people and their tools reach them. */
class ScheduleApiIT {
    private static final LiveServer SERVER = LiveServer.shared();
    private static final Api ADMIN = Api.admin(SERVER);
    private static final String PASSWORD = "a long enough password";
    private static String project;

    @BeforeAll
    static void install() {
        project = "/api/v1/projects/"
                + ADMIN.post("/api/v1/projects", Map.of("name", "schedules-" + UUID.randomUUID()))
                        .json()
                        .path("id")
                        .asText();
        byte[] zip = Packages.minimal()
                .with("app.js", "export default () => 1")
                .allowing("log")
                .zip();
        assertThat(ADMIN.postZip(project + "/apps", zip).status()).isEqualTo(201);
    }

    private static Api.Answer patch(Object schedule) {
        return ADMIN.patch(project + "/apps/my-app", Map.of("schedule", schedule));
    }

    @Test
    void an_object_is_set_shown_and_sent_back() {
        Api.Answer set = patch(Map.of("cron", "0 6 * * MON-FRI", "zone", "Europe/Berlin", "overlap", "queue-one"));
        assertThat(set.status()).isEqualTo(200);
        assertThat(set.json().path("schedule").asText()).isEqualTo("0 6 * * MON-FRI");
        JsonNode definition = set.json().path("scheduleDefinition");
        assertThat(definition.path("zone").asText()).isEqualTo("Europe/Berlin");
        assertThat(patch(definition)
                        .json()
                        .path("scheduleDefinition")
                        .path("overlap")
                        .asText())
                .isEqualTo("queue-one");
        JsonNode listed = ADMIN.get(project + "/schedules").json().path("items").get(0);
        assertThat(listed.path("words").asText()).isEqualTo("At 06:00 on Monday to Friday, time of Europe/Berlin");
        assertThat(listed.path("nextAt").asText()).isNotEmpty();
    }

    @Test
    void a_cron_text_is_set_as_before() {
        assertThat(patch("0 */6 * * *").json().path("schedule").asText()).isEqualTo("0 */6 * * *");
        assertThat(patch("every day").status()).isEqualTo(400);
        assertThat(ADMIN.get(project + "/apps/my-app").json().path("schedule").asText())
                .isEqualTo("0 */6 * * *");
    }

    @Test
    void tells_the_next_times_in_the_zone_and_in_utc() {
        patch(Map.of("cron", "30 2 * * *", "zone", "Europe/Berlin", "start", "2050-03-26T12:00:00Z"));
        JsonNode next = ADMIN.get(project + "/schedules/my-app/next?count=2").json();
        assertThat(next.path("next").get(0).path("at").asText()).isEqualTo("2050-03-27T01:00:00Z");
        assertThat(next.path("next").get(0).path("local").asText()).isEqualTo("2050-03-27T03:00:00+02:00");
        assertThat(next.path("next").get(1).path("local").asText()).isEqualTo("2050-03-28T02:30:00+02:00");
        assertThat(ADMIN.get(project + "/schedules/my-app/next?count=51").status())
                .isEqualTo(400);
        assertThat(ADMIN.get(project + "/schedules/no-such-app/next").status()).isEqualTo(404);
    }

    @Test
    void previews_what_is_not_saved() {
        String before =
                ADMIN.get(project + "/apps/my-app").json().path("schedule").toString();
        JsonNode preview = ADMIN.post(
                        project + "/schedules/preview", Map.of("cron", "0 9 * * 1", "zone", "America/New_York"))
                .json();
        assertThat(preview.path("words").asText()).isEqualTo("At 09:00 on Monday, time of America/New_York");
        assertThat(preview.path("next")).hasSize(5);
        assertThat(ADMIN.post(project + "/schedules/preview", Map.of("cron", "0 0 31 2 *"))
                        .status())
                .isEqualTo(400);
        assertThat(ADMIN.get(project + "/apps/my-app").json().path("schedule").toString())
                .isEqualTo(before);
    }

    @Test
    void a_pause_keeps_the_definition_and_a_viewer_may_not_make_one() {
        patch(Map.of("cron", "0 6 * * *", "zone", "Asia/Kathmandu"));
        String viewer = "v" + UUID.randomUUID().toString().substring(0, 8);
        ADMIN.post("/api/v1/users", Map.of("name", viewer, "password", PASSWORD));
        ADMIN.put(project + "/members/" + viewer, Map.of("role", "viewer"));
        Api seeing = Api.anonymous(SERVER.uri("/")).signIn(viewer, PASSWORD);
        assertThat(seeing.post(project + "/schedules/my-app/pause", Map.of("reason", "no"))
                        .status())
                .isEqualTo(403);
        Api.Answer number = ADMIN.post(project + "/schedules/my-app/pause", Map.of("reason", 5));
        assertThat(number.status()).as(number.toString()).isEqualTo(400);
        assertThat(number.json().path("detail").asText())
                .isEqualTo("'reason' in the body is a whole number, expected a string");
        assertThat(ADMIN.get(project + "/schedules").body()).doesNotContain("\"paused\":true");
        JsonNode paused = ADMIN.post(project + "/schedules/my-app/pause", Map.of("reason", "moving"))
                .json();
        assertThat(paused.path("paused").asBoolean()).isTrue();
        assertThat(paused.path("nextAt").isMissingNode()
                        || paused.path("nextAt").isNull())
                .isTrue();
        assertThat(paused.path("definition").path("paused").path("reason").asText())
                .isEqualTo("moving");
        assertThat(seeing.get(project + "/schedules/my-app/next")
                        .json()
                        .path("zone")
                        .asText())
                .isEqualTo("Asia/Kathmandu");
        JsonNode resumed =
                ADMIN.post(project + "/schedules/my-app/resume", Map.of()).json();
        assertThat(resumed.path("paused").asBoolean()).isFalse();
        assertThat(resumed.path("zone").asText()).isEqualTo("Asia/Kathmandu");
        assertThat(List.of(resumed.path("nextAt").asText())).doesNotContain("");
    }
}
