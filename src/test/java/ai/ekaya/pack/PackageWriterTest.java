package ai.ekaya.pack;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ekaya.limits.Limits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackageWriterTest {
    @TempDir
    Path folder;

    @Test
    void writes_what_the_reader_verifies() {
        AppPackage app = Packages.minimal().with("README.md", "# x").verified();
        AppPackage again = Packages.verified(Packages.read(PackageWriter.zip(app)));
        assertThat(again.hash()).isEqualTo(app.hash());
        assertThat(again.files().keySet()).isEqualTo(app.files().keySet());
    }

    @Test
    void writes_the_same_bytes_in_every_time_zone() {
        AppPackage app = Packages.minimal().verified();
        TimeZone here = TimeZone.getDefault();
        try {
            TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Auckland"));
            byte[] there = PackageWriter.zip(app);
            TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
            assertThat(PackageWriter.zip(app)).isEqualTo(there);
        } finally {
            TimeZone.setDefault(here);
        }
    }

    @Test
    void packages_each_app_of_a_folder_and_names_the_refused() throws IOException {
        Path good = Files.createDirectories(folder.resolve("apps/good"));
        for (var file : Packages.minimal().files().entrySet()) {
            Files.write(good.resolve(file.getKey()), file.getValue());
        }
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        PackageApps apps = new PackageApps(PackageReader.forAuthors(Limits.defaults()), out);

        assertThat(apps.write(List.of(folder.resolve("apps")), folder.resolve("out")))
                .isTrue();
        assertThat(folder.resolve("out/my-app-1.2.3.ekapp")).isRegularFile();
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("my-app-1.2.3.ekapp  blake3:");

        Files.createDirectories(folder.resolve("apps/bad"));
        assertThat(apps.write(List.of(folder.resolve("apps")), folder.resolve("out")))
                .isFalse();
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("bad/manifest.json: The file is missing");
    }
}
