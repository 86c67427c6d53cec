package ai.ekaya.run;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ekaya.host.RunId;
import ai.ekaya.install.InstalledApp;
import ai.ekaya.install.LastRuns.LastRun;
import ai.ekaya.install.NewInstall;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a list of apps tells of their last runs. */
class NewestRunsIT {
    private Platform platform;

    @BeforeEach
    void open() {
        platform = Platform.open();
    }

    @AfterEach
    void close() {
        platform.close();
    }

    private InstalledApp app(String id, String script) {
        return platform.installer.install(
                platform.admin,
                platform.project,
                new NewInstall(
                        Platform.app(script).zip(),
                        Optional.of(id),
                        Optional.empty(),
                        Map.of(),
                        JsonNodeFactory.instance.objectNode()));
    }

    private Run run(InstalledApp app) {
        RunId id = platform.runs.submit(platform.asked(app, "{}"));
        return platform.ended(id);
    }

    @Test
    void each_app_has_its_own_last_run_however_busy_the_project_is() {
        InstalledApp quiet = app("quiet-app", "export default () => 1;");
        InstalledApp busy = app("busy-app", "export default () => { throw new Error('no'); };");
        InstalledApp never = app("never-app", "export default () => 1;");
        Run first = run(quiet);
        Run last = run(busy);
        for (int i = 0; i < 3; i++) {
            platform.clock.advance(Duration.ofSeconds(1));
            last = run(busy);
        }
        Map<?, LastRun> found = new NewestRuns(platform.store).of(platform.project);
        assertThat(found.get(quiet.id()).id()).isEqualTo(first.id().toString());
        assertThat(found.get(quiet.id()).outcome()).contains("SUCCEEDED");
        assertThat(found.get(quiet.id()).endedAt()).isPresent();
        assertThat(found.get(busy.id()).id()).isEqualTo(last.id().toString());
        assertThat(found.get(busy.id()).outcome()).contains("FAILED");
        assertThat(found.containsKey(never.id())).isFalse();
    }
}
