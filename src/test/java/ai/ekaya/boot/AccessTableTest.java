package ai.ekaya.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Who may call what, as a table that people read: a row for every route, a column for every kind of caller. A route without a row
 * fails, and so does a row that no longer says what the code does. AccessMatrixIT holds it against the running server.
 */
class AccessTableTest {
    private static final java.nio.file.Path TABLE =
            java.nio.file.Path.of("src/test/resources/ai/ekaya/boot/access.txt");

    @Test
    void every_route_has_its_row() throws IOException {
        String header = "# %-60s %-20s %s%n"
                .formatted(
                        "route (yes, or the status of the refusal)",
                        "action",
                        Stream.of("ano", "str", "vie", "ope", "aut", "adm", "svc", "pla")
                                .map("%-4s"::formatted)
                                .collect(Collectors.joining()));
        String now =
                header + Routes.all().stream().map(route -> route.row() + "\n").collect(Collectors.joining());
        if (System.getProperty("access.record") != null) {
            Files.writeString(TABLE, now);
        }
        assertThat(Files.readString(TABLE))
                .as("the table of who may call what; record it with -Daccess.record and read the difference")
                .isEqualTo(now);
    }
}
