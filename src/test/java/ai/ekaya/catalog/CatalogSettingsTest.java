package ai.ekaya.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.limits.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CatalogSettingsTest {
    private final Map<String, String> said = new HashMap<>();

    @TempDir
    private Path folder;

    @BeforeEach
    void root() throws IOException {
        Path file = Files.write(folder.resolve("1.root.json"), new CatalogMaker(1).root());
        said.put("EKAYA_CATALOG_ROOT", file.toString());
    }

    private CatalogSettings read() {
        return CatalogSettings.read(key -> Optional.ofNullable(said.get(key)), Limits.defaults());
    }

    @Test
    void where_nothing_is_said_nothing_is_looked_at() {
        said.clear();

        CatalogSettings read = read();

        assertThat(read.root()).isEmpty();
        assertThat(read.folder()).isEmpty();
        assertThat(read.site()).isEmpty();
        assertThat(read.most()).isEqualTo(TrustLevel.VERIFIED);
    }

    @Test
    void every_key_is_read() {
        said.put("EKAYA_CATALOG_DIR", folder.toString());
        said.put("EKAYA_CATALOG_URL", " https://apps.example.com/central/ ");
        said.put("EKAYA_CATALOG_TRUST", "first-party");

        CatalogSettings read = read();

        assertThat(read.root()).isPresent();
        assertThat(read.folder()).hasValue(folder);
        assertThat(read.site().orElseThrow().text()).isEqualTo("https://apps.example.com/central/");
        assertThat(read.most()).isEqualTo(TrustLevel.FIRST_PARTY);
    }

    @ParameterizedTest
    @CsvSource({
        "EKAYA_CATALOG_ROOT, /nowhere, cannot be read",
        "EKAYA_CATALOG_ROOT, pom.xml, is no root of a catalog",
        "EKAYA_CATALOG_DIR, /nowhere, expected a folder",
        "EKAYA_CATALOG_URL, ftp://x, is no address",
        "EKAYA_CATALOG_TRUST, private, expected first-party or verified"
    })
    void a_bad_value_is_named(String key, String value, String says) {
        said.put(key, value);

        assertThatThrownBy(this::read)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(key)
                .hasMessageContaining(says);
    }

    @ParameterizedTest
    @CsvSource({"EKAYA_CATALOG_DIR, /tmp", "EKAYA_CATALOG_URL, https://x.example/"})
    void a_place_needs_a_root(String key, String value) {
        said.remove("EKAYA_CATALOG_ROOT");
        said.put(key, value);

        assertThatThrownBy(this::read).hasMessageContaining("EKAYA_CATALOG_ROOT is missing");
    }
}
