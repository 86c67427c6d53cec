package ai.ekaya.host;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ekaya.pack.Capabilities;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class DataReachTest {
    private static final Capabilities MUCH = parse(
            "{'llm': {'tokensPerRunMax': 500, 'rowValuesAllowed': true}, 'sensitiveValues': ['http_request', 'notify']}");
    private static final Capabilities LITTLE =
            parse("{'llm': {'tokensPerRunMax': 200}, 'sensitiveValues': ['notify']}");

    private static Capabilities parse(String json) {
        try {
            return Capabilities.fromJson(new ObjectMapper().readTree(json.replace('\'', '"')));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void a_run_may_do_what_was_both_asked_for_and_granted() {
        for (DataReach reach : java.util.List.of(DataReach.of(MUCH, LITTLE), DataReach.of(LITTLE, MUCH))) {
            assertThat(reach.sensitiveValues()).containsExactly("notify");
            assertThat(reach.rowValuesToModel()).isFalse();
            assertThat(reach.modelTokensMax()).hasValue(200);
        }
        DataReach all = DataReach.of(MUCH, MUCH);
        assertThat(all.sensitiveValues()).hasSize(2);
        assertThat(all.rowValuesToModel()).isTrue();
        assertThat(all.modelTokensMax()).hasValue(500);
        assertThat(DataReach.of(parse("{}"), parse("{}")).modelTokensMax()).isEmpty();
    }

    @Test
    void a_draft_is_granted_neither_rows_nor_sensitive_values_whatever_it_asks_for() {
        DataReach reach = DataReach.ofDraft(MUCH);
        assertThat(reach.sensitiveValues()).isEmpty();
        assertThat(reach.rowValuesToModel()).isFalse();
        assertThat(reach.modelTokensMax()).hasValue(500);
    }
}
