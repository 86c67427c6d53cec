package ai.ekaya.pack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SemanticVersionTest {
    @Test
    void orders_versions_as_semver_org_does() {
        List<String> ascending = List.of(
                "0.9.9",
                "1.0.0-alpha",
                "1.0.0-alpha.1",
                "1.0.0-alpha.beta",
                "1.0.0-beta",
                "1.0.0-beta.2",
                "1.0.0-beta.11",
                "1.0.0-rc.1",
                "1.0.0",
                "1.0.1",
                "1.9.0",
                "1.10.0",
                "2.0.0");
        List<SemanticVersion> versions = ascending.stream()
                .map(text -> SemanticVersion.parse(text).orElseThrow())
                .toList();
        assertThat(versions.reversed().stream().sorted()).containsExactlyElementsOf(versions);
        assertThat(versions).extracting(SemanticVersion::toString).containsExactlyElementsOf(ascending);
    }

    @Test
    void ignores_build_metadata_in_the_order() {
        assertThat(SemanticVersion.parse("1.0.0+a").orElseThrow())
                .isEqualByComparingTo(SemanticVersion.parse("1.0.0+b").orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "1.0",
                "v1.0.0",
                "1.0.0.0",
                "01.0.0",
                "1.0.0-",
                "1.0.0-01",
                "1.0.0 ",
                "1.0.0-a..b",
                "99999999999.0.0"
            })
    void reads_nothing_else(String text) {
        assertThat(SemanticVersion.parse(text)).isEmpty();
    }
}
