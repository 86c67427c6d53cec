package ai.ekaya.boot.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher with a server that cannot start; that it starts one that can is what every test of the whole product shows. */
class StartFailureIT {
    @TempDir
    private Path folder;

    @Test
    void says_at_once_what_is_wrong_with_server_xml_and_where_the_log_is() throws Exception {
        Path server = Files.createDirectories(folder.resolve("usr/servers/ekaya"));
        String complete = Files.readString(Path.of("server.xml"));
        Files.writeString(server.resolve("server.xml"), complete.replace("</server>", ""));
        Path console = folder.resolve("console.log");
        Instant began = Instant.now();
        Process launcher = launch(console);
        try {
            assertThat(launcher.waitFor(100, TimeUnit.SECONDS)).isTrue();
        } finally {
            launcher.destroy();
        }
        // Most of it is the first start of PostgreSQL; the launcher would wait for three minutes.
        assertThat(Duration.between(began, Instant.now())).isLessThan(Duration.ofSeconds(100));
        assertThat(launcher.exitValue()).isEqualTo(1);
        assertThat(Files.readString(console))
                .contains("ekaya: the server is starting; its log is " + folder.resolve("home/server.log"))
                .contains("ekaya: The server cannot start: CWWKG0014E: ")
                .contains("All that it said is in " + folder.resolve("home/server.log"))
                .doesNotContain("Ekaya Apps is ready");
    }

    private Process launch(Path console) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        "target/classes:"
                                + Files.readString(Path.of("target/class-path")).strip(),
                        LocalStart.class.getName(),
                        Path.of(".server/wlp").toAbsolutePath().toString(),
                        folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(console.toFile());
        builder.environment().put("EKAYA_HOME", folder.resolve("home").toString());
        builder.environment().put("WLP_USER_DIR", folder.resolve("usr").toString());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("HTTP_PORT", Integer.toString(freePort()));
        builder.environment().put("HTTPS_PORT", Integer.toString(freePort()));
        return builder.start();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
