package ai.ekaya.install;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ekaya.pack.Packages;
import ai.ekaya.run.Platform;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SecretAppsIT {
    private final Platform platform = Platform.open();

    @AfterEach
    void close() {
        platform.close();
    }

    private Map<String, List<String>> apps() {
        return platform.store.inProject(
                platform.project.value(), transaction -> new SecretApps().apps(transaction, platform.project));
    }

    @Test
    void names_the_apps_whose_grants_name_a_secret_until_they_are_removed() {
        platform.install(Packages.minimal()
                .with(
                        "capabilities.json",
                        "{\"hostFunctions\": [\"log\"], \"secrets\": [\"Stripe\"], \"credentials\":"
                                + " [{\"id\": \"SLACK\", \"inject\": {\"header\": \"Authorization\"}}]}"));
        assertThat(apps()).isEqualTo(Map.of("stripe", List.of("my-app"), "slack", List.of("my-app")));
        platform.uninstaller.uninstall(platform.admin, platform.project, "my-app");
        assertThat(apps()).isEmpty();
    }

    @Test
    void removing_an_app_leaves_the_projects_secrets_alone() {
        platform.secrets.write(platform.admin, platform.project, "Stripe", "a value");
        platform.install(Packages.minimal()
                .with("capabilities.json", "{\"hostFunctions\": [\"log\"], \"secrets\": [\"Stripe\"]}"));
        platform.uninstaller.uninstall(platform.admin, platform.project, "my-app");
        assertThat(platform.secrets.secrets().exists(platform.project, "stripe"))
                .isTrue();
    }
}
