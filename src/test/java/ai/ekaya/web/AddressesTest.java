package ai.ekaya.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {
    @ParameterizedTest
    @ValueSource(strings = {"/", "/index.html", "/p/7/apps", "/p/demo", "/p/a.b/apps/"})
    void views_of_the_page_are_the_page(String path) {
        assertThat(Addresses.isPage(path)).isTrue();
        assertThat(Addresses.isServlet(path)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/me",
                "/api",
                "/assets/a.js",
                "/missing.png",
                "/sso/login",
                "/adminCenter",
                "/ibm/api/x",
                "/pages",
                "/-/error"
            })
    void all_else_is_not(String path) {
        assertThat(Addresses.isPage(path)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1", "/api/v1/me", "/sso/login"})
    void servlets_have_their_folders(String path) {
        assertThat(Addresses.isServlet(path)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api", "/api/v10", "/api/v2/me", "/ssologin"})
    void and_nothing_beside_them(String path) {
        assertThat(Addresses.isServlet(path)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/WEB-INF/web.xml", "/web-inf/web.xml", "/META-INF/MANIFEST.MF", "/%57EB-INF/web.xml", "/assets/"
            })
    void what_the_archive_keeps_to_itself_is_no_file(String path) {
        assertThat(Addresses.isFile(path)).isFalse();
        assertThat(Addresses.isFile("/assets/a.js")).isTrue();
    }

    @Test
    void an_address_that_is_no_uri_is_found_out() {
        assertThat(Addresses.isReadable("/a%20b", "x=%20")).isTrue();
        assertThat(Addresses.isReadable("/a", null)).isTrue();
        assertThat(Addresses.isReadable("/a", "x=%zz")).isFalse();
        assertThat(Addresses.isReadable("/%", null)).isFalse();
        assertThat(Addresses.isReadable("/a%00", null)).isFalse();
        assertThat(Addresses.isReadable("/%F0%9f%98%80/%c3%A4/\u00E4", null)).isTrue();
        assertThat(Addresses.isReadable("/%ff", null)).as("no UTF-8").isFalse();
        assertThat(Addresses.isReadable("/%c0%ae", null))
                .as("too long for a dot")
                .isFalse();
        assertThat(Addresses.isReadable("/%c3", null)).as("half a character").isFalse();
        assertThat(Addresses.isReadable("/a", "x=%00")).isFalse();
    }
}
