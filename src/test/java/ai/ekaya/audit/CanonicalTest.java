package ai.ekaya.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanonicalTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{ \"b\" : 1, \"a\" : [ 1 , null , true ] } | {\"a\":[1,null,true],\"b\":1}",
                "{\"a\":{},\"\":[]} | {\"\":[],\"a\":{}}",
                "[\"\\u0001\\u001F\\u007f\\n\\\"\\\\\\/\\u20ac\"] | [\"\\u0001\\u001f\u007F\\n\\\"\\\\/€\"]",
                "{\"\\ufb33\":1,\"\\ud83d\\ude00\":2} | {\"😀\":2,\"\uFB33\":1}"
            })
    void is_one_spelling_as_in_rfc_8785(String json, String canonical) throws Exception {
        assertThat(new String(Canonical.bytes(EventRow.MAPPER.readTree(json)), StandardCharsets.UTF_8))
                .isEqualTo(canonical);
    }
}
