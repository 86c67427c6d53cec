package ai.ekaya.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.run.Platform;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Settings that two people change at once. */
class SettingsRevisionIT {
    private final Platform platform = Platform.open();

    @BeforeEach
    void install() {
        platform.install(Platform.app("export default () => 1")
                .manifest("\"settings\": {\"type\": \"object\", \"properties\": {\"level\": {\"type\": \"string\"},"
                        + " \"days\": {\"type\": \"integer\"}}}"));
    }

    @AfterEach
    void close() {
        platform.close();
    }

    private InstalledApp patch(String settings) {
        return platform.changes.patch(platform.admin, platform.project, "my-app", (ObjectNode) Columns.read(settings));
    }

    private InstalledApp app() {
        return platform.apps.require(platform.project, "my-app");
    }

    @Test
    void who_read_them_before_another_changed_them_is_told_what_is_there_now() {
        long read = app().settingsRevision();
        InstalledApp first = patch("{\"settings\": {\"level\": \"low\"}, \"settingsRevision\": " + read + "}");
        assertThat(first.settingsRevision()).isEqualTo(read + 1);
        assertThatThrownBy(() -> patch("{\"settings\": {\"level\": \"high\"}, \"settingsRevision\": " + read + "}"))
                .isInstanceOfSatisfying(Refusal.class, refusal -> {
                    assertThat(refusal.code()).isEqualTo(RefusalCode.CONFLICT);
                    assertThat(refusal.details())
                            .containsExactly(new Refusal.Detail("settings#/level", "It is now low"));
                })
                .hasMessage("Somebody else changed the settings: they are at revision " + (read + 1)
                        + ", yours came from " + read + "; look at them and save again");
        assertThat(app().settings().path("level").asText()).isEqualTo("low");
        assertThat(patch("{\"settings\": {\"level\": \"high\"}, \"settingsRevision\": " + (read + 1) + "}")
                        .settings()
                        .path("level")
                        .asText())
                .isEqualTo("high");
    }

    @Test
    void who_sends_none_merges_with_what_is_there() {
        patch("{\"settings\": {\"level\": \"low\"}}");
        assertThat(patch("{\"settings\": {\"days\": 7}}").settings().toString())
                .isEqualTo("{\"level\":\"low\",\"days\":7}");
        long before = app().settingsRevision();
        // What changes nothing is no change.
        assertThat(patch("{\"settings\": {\"days\": 7}}").settingsRevision()).isEqualTo(before);
    }

    @Test
    void a_revision_goes_with_settings_and_is_a_number() {
        for (String wrong :
                new String[] {"{\"settingsRevision\": 1}", "{\"settings\": {}, \"settingsRevision\": \"1\"}"}) {
            assertThatThrownBy(() -> patch(wrong)).hasMessageStartingWith("'settingsRevision' is the number");
        }
    }
}
