package ai.ekaya.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NotifySettingsTest {
    private static final Map<String, String> LEAST =
            Map.of("ekaya.mail.host", "mail.example.com", "ekaya.mail.from", "apps@Example.com");

    private static NotifySettings read(Map<String, String> values) {
        return NotifySettings.read(key -> Optional.ofNullable(values.get(key)));
    }

    @Test
    void without_a_host_there_is_no_mail() {
        assertThat(read(Map.of())).isEqualTo(new NotifySettings(Optional.empty(), Optional.empty()));
    }

    @Test
    void the_least_is_safe() {
        NotifySettings.MailServer mail = read(LEAST).mail().orElseThrow();
        assertThat(mail.port()).isEqualTo(587);
        assertThat(mail.security()).isEqualTo(NotifySettings.Security.STARTTLS);
        assertThat(mail.login()).isEmpty();
        assertThat(mail.domains()).containsExactly("example.com");
        assertThat(mail.takes("ada@EXAMPLE.com")).isTrue();
        assertThat(mail.takes("ada@sub.example.com")).isFalse();
    }

    @Test
    void every_key_is_read() {
        Map<String, String> all = new HashMap<>(LEAST);
        all.put("ekaya.mail.port", "465");
        all.put("ekaya.mail.security", "TLS");
        all.put("ekaya.mail.user", "apps");
        all.put("ekaya.mail.password", "p");
        all.put("ekaya.mail.allowed-domains", " example.com, Example.org ");
        all.put("ekaya.web.public-url", "https://apps.example.com/");
        NotifySettings read = read(all);
        NotifySettings.MailServer mail = read.mail().orElseThrow();
        assertThat(read.publicUrl()).contains("https://apps.example.com");
        assertThat(mail.port()).isEqualTo(465);
        assertThat(mail.security()).isEqualTo(NotifySettings.Security.TLS);
        assertThat(mail.login().orElseThrow().user()).isEqualTo("apps");
        assertThat(mail.domains()).isEqualTo(List.of("example.com", "example.org"));
        assertThat(read.toString()).doesNotContain("password=p");
    }

    @ParameterizedTest
    @CsvSource({
        "ekaya.mail.port,0",
        "ekaya.mail.port,65536",
        "ekaya.mail.security,maybe",
        "ekaya.mail.from,nobody",
        "ekaya.web.public-url,apps.example.com",
        "ekaya.web.public-url,https://apps.example.com/path"
    })
    void a_value_of_another_form_is_named(String key, String value) {
        Map<String, String> all = new HashMap<>(LEAST);
        all.put(key, value);
        assertThatThrownBy(() -> read(all)).hasMessageContaining(key);
    }
}
