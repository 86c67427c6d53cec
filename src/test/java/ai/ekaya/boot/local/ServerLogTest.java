package ai.ekaya.boot.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lines as Open Liberty 26.0.0.3 writes them. */
class ServerLogTest {
    @TempDir
    private Path folder;

    private ServerLog log(String... lines) throws IOException {
        return new ServerLog(Files.write(folder.resolve("server.log"), java.util.List.of(lines)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[ERROR   ] CWWKG0014E: The configuration parser detected an XML syntax error|CWWKG0014E: The configuration parser"
                        + " detected an XML syntax error",
                "[11/22/26, 23:08:31:167 UTC] 0000002b com.ibm.ws.tcpchannel.internal.TCPPort E CWWKO0221E: TCP Channel did not"
                        + " succeed|CWWKO0221E: TCP Channel did not succeed",
                "[1/1/26] 1 x E Ekaya Apps cannot start: server.xml lacks feature cdi-4.0|Ekaya Apps cannot start: server.xml"
                        + " lacks feature cdi-4.0"
            })
    void tells_what_keeps_the_server_from_starting(String line, String said) throws IOException {
        assertThat(log("Launching ekaya", line, "CWWKF0011I: ready").hopeless()).contains(said);
    }

    @Test
    void waits_for_a_server_that_only_warns() throws IOException {
        assertThat(log(
                                "[AUDIT   ] CWWKE0001I: The server ekaya has been launched.",
                                "x W CWOWB1009W: Implicit bean archives are disabled.",
                                "x A CWWKZ0001I: Application ekaya started in 6.1 seconds.")
                        .hopeless())
                .isEmpty();
        assertThat(new ServerLog(folder.resolve("none")).hopeless()).isEmpty();
    }
}
