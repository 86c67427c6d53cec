package ai.ekaya.identity;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/** Reads this room's settings once. */
final class Settings {
    @Produces
    @Singleton
    SsoSettings sso() {
        Config config = ConfigProvider.getConfig();
        return SsoSettings.read(key -> config.getOptionalValue(key, String.class));
    }
}
