package ai.ekaya.pack;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hostile archives, each beside the honest one that it imitates. */
class ArchiveTest {
    private static final byte[] TEXT = "# Hello\n".getBytes(StandardCharsets.UTF_8);

    private static RawZip minimal() {
        return Packages.minimal().rawZip();
    }

    private static List<String> refusals(RawZip zip) {
        return Packages.refusals(Packages.read(zip.bytes()));
    }

    private static List<String> refusalsWithin(Limit limit, long value, RawZip zip) {
        Limits limits = Limits.defaults().with(limit, value);
        return Packages.refusals(new PackageReader(limits, "1.0.0").read(zip.bytes()));
    }

    @Test
    void reads_an_honest_archive() {
        assertThat(refusals(minimal().add(RawZip.file("README.md", TEXT)))).isEmpty();
    }

    @Test
    void reads_stored_entries_and_data_descriptors() {
        RawZip zip = minimal()
                .add(RawZip.stored("README.md", TEXT))
                .add(RawZip.file("migrations/001_a.sql", TEXT).flags(8));
        assertThat(refusals(zip)).isEmpty();
    }

    @Test
    void reads_what_the_jdk_writes() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("migrations/"));
            for (var file : Packages.minimal()
                    .with("migrations/001_a.sql", "SELECT 1")
                    .files()
                    .entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
            }
        }
        assertThat(Packages.refusals(Packages.read(bytes.toByteArray()))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../evil.js",
                "migrations/../../evil.sql",
                "migrations/../app.js",
                "./app.js",
                "/etc/passwd",
                "C:/evil",
                "migrations\\001_a.sql",
                "..\\evil",
                "migrations//001_a.sql",
                "a\u0000.js",
                ""
            })
    void refuses_paths_that_lead_elsewhere(String path) {
        assertThat(refusals(minimal().add(RawZip.file(path, TEXT))))
                .singleElement()
                .asString()
                .containsAnyOf("leaves its folder", "absolute", "backslash", "control character", "no name");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "index.html",
                "lib/notes.txt",
                "lib/data.json",
                "lib/util.mjs",
                "lib/util.ts",
                "lib/util.JS",
                "lib/ütil.js",
                "lib/my util.js",
                "lib/.util.js",
                "lib.js/util.js",
                "lib/.js",
                ".js",
                "a/b/c/d/e/f/g/h/i/deep.js",
                "migrations/1_a.sql",
                "tests/a.txt",
                "manifest.json.bak"
            })
    void refuses_unknown_files(String path) {
        assertThat(refusals(minimal().add(RawZip.file(path, TEXT))))
                .singleElement()
                .asString()
                .startsWith(path + ": Unknown file, expected");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "migrations/util.js",
                "tests/util.js",
                "test/util.js",
                "src/util.js",
                "SRC/deep/util.js",
                "target/util.js",
                "node_modules/lodash/lodash.js"
            })
    void refuses_scripts_in_folders_that_are_for_something_else(String path) {
        assertThat(refusals(minimal().add(RawZip.file(path, TEXT))))
                .singleElement()
                .asString()
                .startsWith(path + ": ");
    }

    @Test
    void says_when_everything_lies_one_folder_too_deep() {
        assertThat(refusals(new RawZip().add(RawZip.file("my-app/manifest.json", TEXT))))
                .containsExactly(
                        "my-app/manifest.json: manifest.json lies in a folder, expected it at the top of the package");
    }

    @Test
    void refuses_links_and_devices() {
        assertThat(refusals(minimal().add(RawZip.stored("README.md", TEXT).mode(0120777))))
                .containsExactly("README.md: The entry is a symbolic link, expected a file");
        assertThat(refusals(minimal().add(RawZip.stored("README.md", TEXT).mode(0060644))))
                .containsExactly("README.md: The entry is a device, pipe or socket, expected a file");
    }

    @Test
    void refuses_folders_but_those_that_archivers_write() {
        assertThat(refusals(
                        minimal().add(RawZip.stored("lib/deep/", new byte[0]).mode(040755))))
                .isEmpty();
        assertThat(refusals(minimal().add(RawZip.stored("tests/", new byte[0]).mode(040755))))
                .isEmpty();
        assertThat(refusals(minimal().add(RawZip.stored("src/", new byte[0]).mode(040755))))
                .singleElement()
                .asString()
                .startsWith("src/: The entry is a folder");
        assertThat(refusals(
                        minimal().add(RawZip.stored("README.md", new byte[0]).mode(040755))))
                .singleElement()
                .asString()
                .startsWith("README.md: The entry is a folder");
        assertThat(refusals(minimal().add(RawZip.stored("tests/", TEXT))))
                .containsExactly("tests/: The entry is a folder with data in it");
    }

    @Test
    void refuses_a_name_that_occurs_twice() {
        assertThat(refusals(minimal().add(RawZip.file("app.js", TEXT))))
                .containsExactly("app.js: The name occurs twice, expected once");
    }

    @Test
    void refuses_names_that_differ_only_in_case() {
        RawZip zip = minimal().add(RawZip.file("tests/a.json", TEXT)).add(RawZip.file("tests/A.json", TEXT));
        assertThat(refusals(zip))
                .containsExactly("tests/A.json: The name differs from tests/a.json only in case or form");
    }

    @Test
    void refuses_names_that_are_not_utf_8() {
        byte[] latin1 = "r\u00e9sum\u00e9".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(refusals(minimal().add(RawZip.file(latin1, TEXT))))
                .singleElement()
                .asString()
                .contains("is not UTF-8");
    }

    @Test
    void refuses_one_entry_too_many() {
        RawZip zip = minimal().add(RawZip.file("README.md", TEXT));
        assertThat(refusalsWithin(Limit.PACK_ENTRIES_COUNT, 3, zip)).isEmpty();
        assertThat(refusalsWithin(Limit.PACK_ENTRIES_COUNT, 2, zip))
                .containsExactly("zip: The archive has 3 entries, at most 2");
    }

    @Test
    void refuses_one_packed_byte_too_many() {
        int size = minimal().bytes().length;
        assertThat(refusalsWithin(Limit.PACK_PACKED_BYTES, size, minimal())).isEmpty();
        assertThat(refusalsWithin(Limit.PACK_PACKED_BYTES, size - 1, minimal()))
                .containsExactly("zip: The archive is " + size + " bytes, at most " + (size - 1));
    }

    @Test
    void refuses_one_unpacked_byte_too_many() {
        int size = Packages.minimal().files().values().stream()
                .mapToInt(bytes -> bytes.length)
                .sum();
        assertThat(refusalsWithin(Limit.PACK_UNPACKED_BYTES, size, minimal())).isEmpty();
        assertThat(refusalsWithin(Limit.PACK_UNPACKED_BYTES, size - 1, minimal()))
                .singleElement()
                .asString()
                .contains("unpack to more than " + (size - 1) + " bytes");
    }

    @Test
    void counts_the_bytes_that_come_out_and_not_those_announced() {
        byte[] large = noise(300_000);
        RawZip zip = minimal().add(RawZip.file("README.md", large).claiming(10));
        assertThat(refusalsWithin(Limit.PACK_UNPACKED_BYTES, 200_000, zip))
                .singleElement()
                .asString()
                .contains("unpack to more than 200000 bytes");
        assertThat(refusals(zip)).singleElement().asString().contains("differ from the size or checksum");
    }

    @Test
    void refuses_a_bomb_by_its_ratio() {
        assertThat(refusals(minimal().add(RawZip.file("README.md", new byte[10_000_000]))))
                .containsExactly(
                        "README.md: The file unpacks to more than 100 times its packed size, the most allowed");
        assertThat(refusals(minimal()
                        .add(RawZip.file("README.md", "Hello! ".repeat(200).getBytes(StandardCharsets.UTF_8)))))
                .isEmpty();
    }

    @Test
    void refuses_data_before_between_and_after() {
        byte[] extra = new byte[7];
        assertThat(refusals(minimal().before(extra)))
                .singleElement()
                .asString()
                .contains("expected 0: entries overlap or leave a gap");
        assertThat(refusals(minimal().between(extra)))
                .containsExactly("zip: 7 bytes before the directory belong to no entry");
        assertThat(refusals(minimal().after(extra)))
                .containsExactly("zip: 7 bytes follow the archive's end, expected no comment and no data there");
    }

    @Test
    void refuses_two_archives_in_one() {
        RawZip second = Packages.minimal()
                .with("app.js", "export default () => 'evil';")
                .rawZip();
        assertThat(refusals(minimal().after(second.bytes())))
                .singleElement()
                .asString()
                .contains("data stands before, after or between its parts");
        assertThat(refusals(second.before(minimal().bytes())))
                .singleElement()
                .asString()
                .contains("leave a gap");
    }

    @Test
    void refuses_an_entry_whose_header_and_directory_differ() {
        String differ = ": The entry's header and the directory tell different things about it";
        assertThat(refusals(minimal().add(RawZip.file("README.md", TEXT).localName("app.wasmX"))))
                .containsExactly("README.md" + differ);
        assertThat(refusals(minimal().add(RawZip.file("README.md", TEXT).localBytes(3))))
                .containsExactly("README.md" + differ);
    }

    @Test
    void refuses_entries_that_share_their_data() {
        RawZip zip = new RawZip()
                .add(RawZip.stored("README.md", TEXT))
                .add(RawZip.stored("README.md", TEXT).offsetShift(-(30 + 9 + TEXT.length)));
        assertThat(refusals(zip)).singleElement().asString().contains("entries overlap or leave a gap");
    }

    @Test
    void refuses_encryption_and_odd_methods() {
        assertThat(refusals(minimal().add(RawZip.file("README.md", TEXT).flags(1))))
                .containsExactly("README.md: The entry is encrypted or patched, expected plain data");
        assertThat(refusals(minimal().add(RawZip.file("README.md", TEXT).method(14))))
                .containsExactly("README.md: The entry is packed by method 14, expected 0 (stored) or 8 (deflated)");
    }

    @Test
    void refuses_damaged_data() {
        assertThat(refusals(minimal().add(RawZip.file("README.md", TEXT).crc(1))))
                .singleElement()
                .asString()
                .contains("differ from the size or checksum");
        byte[] packed = RawZip.deflate(TEXT);
        assertThat(refusals(
                        minimal().add(RawZip.file("README.md", TEXT).packed(Arrays.copyOf(packed, packed.length + 3)))))
                .containsExactly("README.md: Bytes follow the end of the packed data");
        assertThat(refusals(
                        minimal().add(RawZip.file("README.md", TEXT).packed(Arrays.copyOf(packed, packed.length - 3)))))
                .containsExactly("README.md: The packed data is cut short");
        assertThat(refusals(minimal().announcing(1))).singleElement().asString().contains("cut short");
        assertThat(refusals(minimal().announcing(-1)))
                .singleElement()
                .asString()
                .contains("more than the 1 entries");
    }

    @Test
    void refuses_what_is_no_zip() {
        assertThat(Packages.refusals(Packages.read(new byte[0])))
                .containsExactly("zip: This is no zip archive: it has no directory at its end");
        assertThat(Packages.refusals(Packages.read(noise(1000)))).hasSize(1);
    }

    @Test
    void survives_every_flipped_byte_and_every_cut() {
        byte[] zip = minimal().bytes();
        byte[] files = Packages.verified(Packages.read(zip)).hash().hex().getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at < zip.length; at++) {
            byte[] flipped = zip.clone();
            flipped[at] ^= (byte) 0xff;
            // Times and versions may change, content never: each read is a refusal or the same package.
            if (Packages.read(flipped) instanceof ReadResult.Verified verified) {
                assertThat(verified.appPackage().hash().hex().getBytes(StandardCharsets.UTF_8))
                        .isEqualTo(files);
            }
            assertThat(Packages.read(Arrays.copyOf(zip, at))).isInstanceOf(ReadResult.Rejected.class);
        }
    }

    private static byte[] noise(int size) {
        byte[] bytes = new byte[size];
        new Random(1).nextBytes(bytes);
        return bytes;
    }
}
