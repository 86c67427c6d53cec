package ai.ekaya.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.limits.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MultipartTest {
    private static final String TYPE = "multipart/form-data; boundary=xyz";

    private static Map<String, byte[]> parts(String type, String body) {
        return Multipart.parts(type, body.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String part(String name, String content) {
        return "--xyz\r\nContent-Disposition: form-data; name=\"" + name
                + "\"; filename=\"a.zip\"\r\nContent-Type: x/y\r\n\r\n" + content + "\r\n";
    }

    @Test
    void gives_each_part_byte_for_byte() {
        String bytes = "PK\u0003\u00ff\r\n--xy\r\n\r\n\u0000";
        Map<String, byte[]> parts = parts(TYPE, part("package", bytes) + part("grant", "") + "--xyz--\r\n");
        assertThat(parts).containsOnlyKeys("package", "grant");
        assertThat(new String(parts.get("package"), StandardCharsets.ISO_8859_1))
                .isEqualTo(bytes);
        assertThat(parts.get("grant")).isEmpty();
    }

    @Test
    void takes_a_quoted_boundary_and_a_preamble() {
        assertThat(parts(
                        "multipart/form-data; charset=utf-8; Boundary=\"xyz\"",
                        "hello\r\n" + part("a", "1") + "--xyz--"))
                .containsOnlyKeys("a");
    }

    @Test
    void a_file_name_is_no_name() {
        assertThatThrownBy(() ->
                        parts(TYPE, "--xyz\r\nContent-Disposition: form-data; filename=\"a\"\r\n\r\n1\r\n--xyz--"))
                .hasMessageContaining("name=");
    }

    @Test
    void says_what_is_wrong_with_a_body_that_is_none() {
        assertThatThrownBy(() -> parts("multipart/form-data", part("a", "1")))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("names no boundary");
        assertThatThrownBy(() -> parts(TYPE, "package")).hasMessageContaining("not in the body");
        assertThatThrownBy(() -> parts(TYPE, part("a", "1"))).hasMessageContaining("closing boundary");
        assertThatThrownBy(() -> parts(TYPE, part("a", "1") + part("a", "2") + "--xyz--"))
                .hasMessageContaining("twice");
        assertThatThrownBy(() -> parts(TYPE, "--xyz\r\n1\r\n--xyz--")).hasMessageContaining("Content-Disposition");
    }
}
