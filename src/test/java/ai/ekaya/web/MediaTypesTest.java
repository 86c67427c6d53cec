package ai.ekaya.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MediaTypesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "application/json; charset=utf-8",
                "multipart/form-data; boundary=b",
                "application/vnd.x+json"
            })
    void takes_a_content_type(String type) {
        assertThat(MediaTypes.complaint(type, null)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"garbage", "a/", "/b", "a/b/c", "multipart/form-data", "Multipart/mixed; x=y"})
    void refuses_what_is_none(String type) {
        assertThat(MediaTypes.complaint(type, null)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*/*",
                "text/html,application/xml;q=0.9,*/*;q=0.8",
                "application/json;q=1",
                "a/b;q=0.123;x=1",
                "text/html, *; q=.2, */*; q=.2"
            })
    void takes_a_list_of_what_is_accepted(String accept) {
        assertThat(MediaTypes.complaint(null, accept)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"garbage", "text/html,,", "a/b;q=x", "a/b;q=2", "a/b; q = "})
    void refuses_a_list_of_anything_else(String accept) {
        assertThat(MediaTypes.complaint(null, accept)).isPresent();
    }

    @Test
    void takes_a_request_without_either() {
        assertThat(MediaTypes.complaint((String) null, null)).isEmpty();
    }
}
