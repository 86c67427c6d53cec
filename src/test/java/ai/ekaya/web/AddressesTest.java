package ai.ekaya.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {
    @ParameterizedTest
    @ValueSource(strings = {"/", "/index.html", "/projects/7/apps", "/sign-in", "/projects/7/apps/"})
    void views_of_the_page_are_the_page(String path) {
        assertThat(Addresses.isPage("GET", path)).isTrue();
        assertThat(Addresses.isPage("HEAD", path)).isTrue();
        assertThat(Addresses.isPage("POST", path)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/me",
                "/api",
                "/api;x=1/v1",
                "/assets/missing",
                "/assets/a.js",
                "/missing.png",
                "/sso/login",
                "/hooks/a/b/c",
                "/.well-known/x",
                "/-/error"
            })
    void what_looks_like_a_file_or_belongs_to_the_server_is_not(String path) {
        assertThat(Addresses.isPage("GET", path)).isFalse();
    }

    @Test
    void an_address_that_is_no_uri_is_found_out() {
        assertThat(Addresses.isReadable("/a%20b", "x=%20")).isTrue();
        assertThat(Addresses.isReadable("/a", null)).isTrue();
        assertThat(Addresses.isReadable("/a", "x=%zz")).isFalse();
        assertThat(Addresses.isReadable("/%", null)).isFalse();
    }
}
