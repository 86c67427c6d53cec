package ai.ekaya.boot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a user fears: Ctrl-C, kill -9 of the server, kill -9 of the launcher. Nothing is lost, nothing strange is adopted. */
class RestartIT {
    private static final Map<String, String> PASSWORD = Map.of("EKAYA_ADMIN_PASSWORD", LiveServer.ADMIN_PASSWORD);
    private static final String ENDLESS = "export default async function () { for (;;) {} }";

    @Test
    void kill_9_loses_no_data_and_what_had_changed_nothing_begins_anew() {
        LiveServer first = LiveServer.start("restart", PASSWORD);
        DemoProjectApi demo = new DemoProjectApi(first);
        assertThat(demo.install("endless", ENDLESS, "log").status()).isIn(200, 201);
        JsonNode started =
                demo.api().post(DemoProjectApi.APPS + "/endless/runs", "{}").json();

        // The launcher and the server at once, as a crash of the machine would; PostgreSQL survives as an orphan.
        List<ProcessHandle> servers = first.launcher()
                .descendants()
                .filter(process -> process.info().commandLine().orElse("").contains("ws-server.jar"))
                .toList();
        assertThat(servers).isNotEmpty();
        first.launcher().destroyForcibly();
        servers.forEach(ProcessHandle::destroyForcibly);
        Waiting.until("the processes are gone", 20, () -> servers.stream().noneMatch(ProcessHandle::isAlive));

        try (LiveServer second = LiveServer.startIn(first.home(), Map.of())) {
            DemoProjectApi again = new DemoProjectApi(second);
            JsonNode run = again.api()
                    .get(DemoProjectApi.RUNS + "/" + started.path("id").asText())
                    .json();
            assertThat(run.path("attempt").asInt()).as(run.toString()).isEqualTo(2);
            assertThat(run.at("/attempts/0/outcome").asText()).isEqualTo("LOST");
            assertThat(again.run("schema-report").path("outcome").asText()).isEqualTo("SUCCEEDED");
        }
        assertThat(first.home().resolve("postgres/postmaster.pid")).doesNotExist();
    }

    @Test
    void prints_a_made_password_once_and_asks_for_a_free_port() {
        try (LiveServer server = LiveServer.start("password", Map.of())) {
            String console = server.console();
            assertThat(console).containsPattern("user admin, password [0-9a-f]{32} \\(shown only now\\)");
            String password = console.replaceAll("(?s).*password ([0-9a-f]{32}).*", "$1");
            Api.anonymous(server.uri("/")).signIn("admin", password);
            assertThat(server.serverLog()).doesNotContain(password);
        }
    }
}
