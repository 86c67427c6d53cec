package ai.ekaya.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfiguredRolesTest {
    private final ConfiguredRoles roles = ConfiguredRoles.parse(
            "ekaya-admins=platform-admin, demo-ops=demo:operator,demo-leads=demo:admin,odd=a:b:viewer,");

    @Test
    void gives_the_largest_role_of_several_groups() {
        assertThat(roles.roles(List.of("demo-ops", "demo-leads", "other"))).isEqualTo(Map.of("demo", Role.ADMIN));
        assertThat(roles.roles(List.of("demo-ops"))).isEqualTo(Map.of("demo", Role.OPERATOR));
    }

    @Test
    void takes_what_follows_the_last_colon_for_the_role() {
        assertThat(roles.roles(List.of("odd"))).isEqualTo(Map.of("a:b", Role.VIEWER));
    }

    @Test
    void makes_platform_admins_of_the_mapped_group_only() {
        assertThat(roles.platformAdmin(List.of("ekaya-admins"))).isTrue();
        assertThat(roles.platformAdmin(List.of("demo-leads", "platform-admin"))).isFalse();
        assertThat(roles.roles(List.of("ekaya-admins"))).isEmpty();
    }

    @Test
    void gives_nothing_for_no_groups_and_no_mapping() {
        assertThat(roles.roles(List.of())).isEmpty();
        assertThat(ConfiguredRoles.parse("").rules()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"admins", "=platform-admin", "a=demo", "a=demo:king", "a=:admin", "a=demo:", "a=demo:ADMIN"})
    void refuses_what_it_cannot_read_showing_it(String text) {
        assertThatThrownBy(() -> ConfiguredRoles.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("OIDC_GROUP_ROLES has '" + text + "'");
    }
}
