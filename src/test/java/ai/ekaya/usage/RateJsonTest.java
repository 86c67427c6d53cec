package ai.ekaya.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.limits.Refusal;
import ai.ekaya.usage.UsageResource.NewRate;
import ai.ekaya.usage.UsageResource.RateView;
import ai.ekaya.web.Json;
import ai.ekaya.web.JsonBody;
import com.fasterxml.jackson.core.JsonProcessingException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedHashMap;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rates as HTTP clients write and read them. */
class RateJsonTest {
    private static NewRate read(String json) throws JsonProcessingException {
        return Json.mapper().readValue(json, NewRate.class);
    }

    @Test
    void what_is_not_said_or_null_is_none() throws JsonProcessingException {
        assertThat(read("{\"app\": \"drift\", \"function\": \"http_request\", \"perMinute\": 60}"))
                .isEqualTo(new NewRate("drift", "http_request", null, 60L));
        assertThat(read("{\"tool\": \"query\", \"perMinute\": null}"))
                .isEqualTo(new NewRate(null, null, "query", null));
        assertThat(read("{\"perMinute\": null}")).isEqualTo(new NewRate(null, null, null, null));
    }

    @Test
    void who_forgets_the_rate_takes_none_away() {
        for (String body : List.of("{}", "{\"tool\": \"query\"}")) {
            assertThatThrownBy(() -> body(body))
                    .isInstanceOf(Refusal.class)
                    .hasMessage("'perMinute' is missing in the body, expected a whole number or null");
        }
        assertThatThrownBy(() -> body("{\"perMinute\": 1.5}"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("'perMinute' in the body is a number with a fraction");
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static NewRate body(String json) throws IOException {
        return (NewRate) new JsonBody()
                .readFrom(
                        (Class) NewRate.class,
                        NewRate.class,
                        new Annotation[0],
                        MediaType.APPLICATION_JSON_TYPE,
                        new MultivaluedHashMap<>(),
                        new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void a_misspelt_key_is_refused() {
        assertThatThrownBy(() -> read("{\"perMinute\": 60, \"toll\": \"query\"}"))
                .isInstanceOf(JsonProcessingException.class)
                .hasMessageContaining("toll");
    }

    @Test
    void what_a_rate_is_not_of_is_left_out() throws JsonProcessingException {
        assertThat(Json.mapper()
                        .writeValueAsString(RateView.of(
                                new RateSettings.Standing(RateKey.ofFunction("drift", "http_request"), 60, 12, 3))))
                .isEqualTo(
                        "{\"app\":\"drift\",\"function\":\"http_request\",\"perMinute\":60,\"used\":12,\"refusedToday\":3}");
        assertThat(Json.mapper()
                        .writeValueAsString(RateView.of(new RateSettings.Standing(RateKey.PROJECT, 30_000, 0, 0))))
                .isEqualTo("{\"perMinute\":30000,\"used\":0,\"refusedToday\":0}");
    }
}
