package ai.ekaya.pack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

class SettingsSchemaTest {
    private final ObjectNode settings = JsonNodeFactory.instance.objectNode();

    @Test
    void accepts_settings_that_fit_and_names_what_does_not() {
        SettingsSchema schema = new SettingsSchema(Packages.minimal()
                .manifest(
                        "\"settings\": {\"type\": \"object\", \"properties\": {\"days\": {\"type\": \"integer\", \"minimum\": 1}}}")
                .verified()
                .manifest());
        assertThat(schema.problems(settings.put("days", 1))).isEmpty();
        assertThat(schema.problems(settings.put("days", 0))).singleElement().satisfies(problem -> {
            assertThat(problem.where()).isEqualTo("settings#/days");
            assertThat(problem.message()).contains("minimum value of 1");
        });
    }

    @Test
    void allows_no_settings_where_the_manifest_declares_none() {
        SettingsSchema schema = new SettingsSchema(Packages.minimal().verified().manifest());
        assertThat(schema.problems(settings)).isEmpty();
        assertThat(schema.problems(settings.put("days", 1))).hasSize(1);
    }
}
