package ai.ekaya.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jwt.JWTClaimsSet;
import java.text.ParseException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClaimsTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private final ProviderSettings settings = settings(
            Map.of("OIDC_ISSUER", "https://id.example/realms/a", "OIDC_CLIENT_ID", "c", "OIDC_CLIENT_SECRET", "s"));

    private static ProviderSettings settings(Map<String, String> values) {
        return ProviderSettings.read(key -> Optional.ofNullable(values.get(key)));
    }

    private Optional<ExternalUser> user(String claims) throws ParseException {
        return Claims.user(JWTClaimsSet.parse(claims), settings, NOW);
    }

    @Test
    void knows_the_person_by_issuer_and_subject() throws ParseException {
        assertThat(user("""
                        {"iss": "https://id.example/realms/a", "sub": "42", "preferred_username": "ada", "iat": 1772359140,
                         "groups": ["/ekaya-admins", "others"]}"""))
                .contains(new ExternalUser(
                        "https://id.example/realms/a",
                        "42",
                        "ada",
                        List.of("ekaya-admins", "others"),
                        NOW.minusSeconds(60)));
    }

    @Test
    void does_without_a_name_and_without_groups() throws ParseException {
        assertThat(user("{\"iss\": \"https://id.example/realms/a/\", \"sub\": \"42\"}"))
                .hasValueSatisfying(user -> {
                    assertThat(user.name()).isEqualTo("42");
                    assertThat(user.groups()).isEmpty();
                    assertThat(user.saidAt()).isEqualTo(NOW);
                });
    }

    @Test
    void knows_nobody_of_another_issuer_or_without_a_subject() throws ParseException {
        assertThat(user("{\"iss\": \"https://evil.example\", \"sub\": \"42\"}")).isEmpty();
        assertThat(user("{\"iss\": \"https://id.example/realms/a\"}")).isEmpty();
    }

    @Test
    void is_configured_by_all_three_variables_or_none() {
        assertThat(settings.configured()).isTrue();
        assertThat(settings.name()).isEqualTo("id.example");
        assertThat(settings.audience()).isEqualTo("c");
        assertThat(settings.discovery()).isEqualTo("https://id.example/realms/a/.well-known/openid-configuration");
        assertThat(ProviderSettings.none().configured()).isFalse();
        assertThat(settings.toString()).doesNotContain("s]").contains("***");
        assertThatThrownBy(() -> settings(Map.of("OIDC_ISSUER", "https://id.example")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected all or none");
    }
}
