package ai.ekaya.install;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ekaya.datasource.DatasourceId;
import ai.ekaya.pack.Packages;
import ai.ekaya.run.Platform;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BoundAppsIT {
    private final Platform platform = Platform.open();
    private final DatasourceId shop = new DatasourceId(UUID.randomUUID());

    @AfterEach
    void close() {
        platform.close();
    }

    private List<String> apps(DatasourceId datasource) {
        return platform.store.inProject(
                platform.project.value(),
                transaction -> new BoundApps().apps(transaction, platform.project, datasource));
    }

    @Test
    void names_the_apps_that_read_a_datasource_until_they_are_removed() {
        platform.sql("INSERT INTO ekaya.datasource VALUES ('" + shop + "', '" + platform.project
                + "', 'shop', 'postgresql', 'h', 1, 'd', 'u', 'prefer', 'x', false, 1, now())");
        platform.install(Packages.minimal()
                .manifest("\"datasources\": [{\"alias\": \"primary\", \"types\": [\"postgresql\"]}]")
                .allowing("datasource_query"));
        assertThat(apps(shop)).containsExactly("my-app");
        assertThat(apps(new DatasourceId(UUID.randomUUID()))).isEmpty();
        platform.uninstaller.uninstall(platform.admin, platform.project, "my-app");
        assertThat(apps(shop)).isEmpty();
    }
}
