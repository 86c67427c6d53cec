package ai.ekaya.identity;

import ai.ekaya.oidc.ProviderSettings;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.config.ConfigProvider;

/** Reads this room's settings once. */
final class Settings {
    @Produces
    @Singleton
    ProviderSettings provider() {
        return ProviderSettings.read(Settings::lookup);
    }

    @Produces
    @Singleton
    ConfiguredRoles configuredRoles() {
        return ConfiguredRoles.parse(lookup(ConfiguredRoles.KEY).orElse(""));
    }

    @Produces
    @Singleton
    LocalAccounts localAccounts(ProviderSettings provider) {
        return LocalAccounts.read(lookup(LocalAccounts.KEY), provider.configured());
    }

    private static Optional<String> lookup(String key) {
        return ConfigProvider.getConfig().getOptionalValue(key, String.class);
    }
}
