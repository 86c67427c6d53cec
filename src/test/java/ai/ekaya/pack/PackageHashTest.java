package ai.ekaya.pack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PackageHashTest {
    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void is_blake3() {
        // The published test vector of the empty input.
        assertThat(PackageHash.blake3(new byte[0]))
                .isEqualTo("af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262");
    }

    @Test
    void is_the_hash_of_the_canonical_list() {
        String list = "a\0" + "1\0" + PackageHash.blake3(bytes("x")) + "\n" + "b\0" + "0\0"
                + PackageHash.blake3(new byte[0]) + "\n";
        assertThat(PackageHash.of(Map.of("b", new byte[0], "a", bytes("x"))).hex())
                .isEqualTo(PackageHash.blake3(bytes(list)));
    }

    @Test
    void sorts_paths_by_their_utf_8_bytes() {
        // As UTF-16 the emoji's surrogate comes before the private-use character, as UTF-8 after it.
        assertThat(PackagePath.ORDER.compare("\ue000", "\ud83d\ude00")).isNegative();
        assertThat("\ue000".compareTo("\ud83d\ude00")).isPositive();
    }

    @Test
    void leaves_the_signature_out_and_nothing_else() {
        PackageHash plain = Packages.minimal().verified().hash();
        assertThat(Packages.minimal().with("package.sig", "abc").verified().hash())
                .isEqualTo(plain);
        assertThat(Packages.minimal().with("README.md", "abc").verified().hash())
                .isNotEqualTo(plain);
    }
}
