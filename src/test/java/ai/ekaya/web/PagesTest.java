package ai.ekaya.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PagesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/p/demo",
                "/p/demo/runs?app=a%20b&outcome=FAILED",
                "/p/demo/apps/x#log",
                "/?sign-in=expired",
                "/p/x?next=https://evil.example/"
            })
    void an_own_page_is_kept_with_its_query(String asked) {
        assertThat(Pages.ownOrStart(asked)).isEqualTo(asked);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example/",
                "http:/p/demo",
                "//evil.example/p/demo",
                "///evil.example",
                "/\\evil.example",
                "\\\\evil.example",
                "/p/../..//evil.example",
                "/p/..//evil.example/",
                "/\t/evil.example",
                "/p/a\r\nSet-Cookie: x=1",
                " /p/demo",
                "javascript:alert(1)",
                "/api/v1/me",
                "/sso/login?next=/p/x",
                "/oidcclient/redirect/ekaya",
                "p/demo",
                "",
                "/p/ä",
                "/p/%zz"
            })
    void anything_else_leads_to_the_start_page(String asked) {
        assertThat(Pages.ownOrStart(asked)).isEqualTo("/");
    }

    @Test
    void so_does_nothing_and_too_much() {
        assertThat(Pages.ownOrStart(null)).isEqualTo("/");
        assertThat(Pages.ownOrStart("/p/" + "a".repeat(2048))).isEqualTo("/");
    }
}
