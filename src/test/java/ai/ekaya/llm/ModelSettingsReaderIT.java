package ai.ekaya.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.ekaya.limits.Refusal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is refused of settings of a model, in words that repeat nothing; on one database, as nothing is written. */
class ModelSettingsReaderIT {
    private static Modelled room;

    @BeforeAll
    static void open() {
        room = new Modelled();
    }

    @AfterAll
    static void close() {
        room.close();
    }

    @AfterEach
    void nothing_was_written() {
        assertThat(room.models.offer(room.project)).isEmpty();
        assertThat(room.text("SELECT count(*) FROM ekaya.audit_event WHERE type = 'MODEL_CHANGED'"))
                .isEqualTo("0");
    }

    private static Refusal refused(Chosen chosen) {
        Refusal refusal = catchThrowableOfType(Refusal.class, () -> room.write(chosen.written()));
        assertThat(refusal).isNotNull();
        return refusal;
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            delimiter = '|',
            value = {
                "provider | gemini | 'provider' is missing or another",
                "provider | - | 'provider' is missing or another",
                "baseUrl | http://api.example.com/v1 | 'baseUrl' is not https",
                "baseUrl | https://api.example.com/v1/chat/completions | ends with what the provider's protocol adds",
                "baseUrl | https://api.example.com/v1/messages/ | ends with what the provider's protocol adds",
                "baseUrl | https://api.example.com/v1?key=sk-secret-4711 | has a query",
                "baseUrl | https://ada:sk-secret-4711@api.example.com/ | a user's name before the host",
                "baseUrl | sk-secret-4711 | has another form",
                "model | - | 'model' is missing",
                "model | a name with spaces sk-secret-4711 | 'model' is missing or has another form",
                "keySecret | - | 'keySecret' is missing",
                "keySecret | sk-secret-4711 | never the key itself",
            })
    void settings_of_another_form_are_refused_and_not_repeated(String part, @Nullable String value, String why) {
        Chosen chosen = switch (part) {
            case "provider" -> Chosen.own().provider(value);
            case "baseUrl" -> Chosen.own().baseUrl(value);
            case "model" -> Chosen.own().model(value);
            default -> Chosen.own().keySecret(value);
        };
        assertThat(refused(chosen).reason()).contains(why).doesNotContain("4711");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {"-1, 1", "1, -", "-, 1", "1, 0.0000001", "1000001, 1"})
    void prices_of_another_form_are_refused(@Nullable String input, @Nullable String output) {
        assertThat(refused(Chosen.own().prices(input, output)).reason()).contains("prices of a million tokens");
    }

    @Test
    void parts_of_another_mode_are_refused_by_name() {
        assertThat(refused(Chosen.own().trusting("x").showing("y", "z")).reason())
                .isEqualTo("Mode own has no 'caCertificates', 'clientCertificate', 'clientKeySecret'");
        assertThat(refused(Chosen.mode("none").model("small")).reason()).isEqualTo("Mode none has no 'model'");
        assertThat(refused(Chosen.onPrem("https://model.internal/v1").provider("openai"))
                        .reason())
                .isEqualTo("Mode on-prem has no 'provider'");
        assertThat(refused(Chosen.mode("other")).reason()).contains("'mode' is missing or another");
        assertThat(refused(Chosen.mode(null)).reason()).contains("'mode' is missing or another");
    }
}
