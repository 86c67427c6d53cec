package ai.ekaya.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Pastes the README's walk-through into a shell. */
class ReadmeIT {
    private static final Pattern WALK =
            Pattern.compile("<!-- executed by ReadmeIT -->\\s*```sh\\n(.*?)```", Pattern.DOTALL);

    @Test
    void the_walk_through_works_as_pasted() throws IOException, InterruptedException {
        LiveServer server = LiveServer.shared();
        Matcher walk = WALK.matcher(Files.readString(Path.of("README.md")));
        assertThat(walk.find()).as("README.md has its walk-through").isTrue();
        // The one thing that differs for a person who pastes it: the port of this test's server.
        String script =
                "set -euo pipefail\n" + walk.group(1).replace("localhost:9080", "localhost:" + server.httpPort());

        Path printed = Path.of("target/readme-walk-through.log");
        ProcessBuilder shell = new ProcessBuilder("bash", "-c", script)
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile());
        shell.environment().put("PASSWORD", LiveServer.ADMIN_PASSWORD);
        Process process = shell.start();
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();

        String output = Files.readString(printed);
        assertThat(process.exitValue()).as(output).isZero();
        assertThat(output)
                .contains(
                        "schema-report", "ENABLED", "SUCCEEDED", "revenue", "Summed up the orders", "datasource_query");
    }
}
