package ai.ekaya.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IdTokenClaimsTest {
    private final SsoSettings settings = settings(
            Map.of("OIDC_ISSUER", "https://id.example/realms/a", "OIDC_CLIENT_ID", "c", "OIDC_CLIENT_SECRET", "s"));

    private static SsoSettings settings(Map<String, String> values) {
        return SsoSettings.read(key -> Optional.ofNullable(values.get(key)));
    }

    @Test
    void knows_the_person_by_issuer_and_subject() {
        assertThat(IdTokenClaims.parse("""
                        {"iss": "https://id.example/realms/a", "sub": "42", "preferred_username": "ada",
                         "groups": ["/ekaya-admins", "others"]}""", settings))
                .contains(new ExternalUser(
                        "https://id.example/realms/a", "42", "ada", List.of("ekaya-admins", "others")));
    }

    @Test
    void does_without_a_name_and_without_groups() {
        assertThat(IdTokenClaims.parse("{\"iss\": \"https://id.example/realms/a/\", \"sub\": \"42\"}", settings))
                .hasValueSatisfying(user -> {
                    assertThat(user.name()).isEqualTo("42");
                    assertThat(user.groups()).isEmpty();
                });
    }

    @Test
    void knows_nobody_of_another_issuer_or_without_a_subject() {
        assertThat(IdTokenClaims.parse("{\"iss\": \"https://evil.example\", \"sub\": \"42\"}", settings))
                .isEmpty();
        assertThat(IdTokenClaims.parse("{\"iss\": \"https://id.example/realms/a\"}", settings))
                .isEmpty();
    }

    @Test
    void is_configured_by_all_three_variables_or_none() {
        assertThat(settings.configured()).isTrue();
        assertThat(settings.name()).isEqualTo("id.example");
        assertThat(SsoSettings.none().configured()).isFalse();
        assertThatThrownBy(() -> settings(Map.of("OIDC_ISSUER", "https://id.example")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected all or none");
    }
}
