package ai.ekaya.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The packed WAR on a Liberty whose server.xml lacks a feature. The legal twin is {@code PackedWarIT}: with all of them it serves. */
class MissingFeatureIT {
    @ParameterizedTest
    @ValueSource(strings = {"concurrent-3.0", "persistence-3.1"})
    void names_the_feature_in_the_log(String feature) throws IOException, InterruptedException {
        Path user = Path.of("target", "missing", feature).toAbsolutePath();
        Path server = user.resolve("servers/ekaya");
        Files.createDirectories(server.resolve("apps"));
        String complete = Files.readString(Path.of("server.xml"));
        String lacking = complete.replace("<feature>" + feature + "</feature>", "");
        assertThat(lacking).isNotEqualTo(complete);
        Files.writeString(server.resolve("server.xml"), lacking);
        Files.copy(
                Path.of("target/ekaya-apps.war"),
                server.resolve("apps/ekaya-apps.war"),
                StandardCopyOption.REPLACE_EXISTING);

        Path console = user.resolve("console.log");
        ProcessBuilder builder = new ProcessBuilder(".server/wlp/bin/server", "run", "ekaya")
                .redirectErrorStream(true)
                .redirectOutput(console.toFile());
        builder.environment().put("WLP_USER_DIR", user.toString());
        builder.environment().put("HTTP_PORT", "19082");
        builder.environment().put("HTTPS_PORT", "19445");
        builder.environment().put("EKAYA_HOME", user.resolve("home").toString());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        try {
            Waiting.until(
                    "the log names " + feature,
                    120,
                    () -> read(console).contains("Ekaya Apps cannot start: server.xml lacks feature " + feature));
        } finally {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
            process.waitFor(60, TimeUnit.SECONDS);
        }
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
