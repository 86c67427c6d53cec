package ai.ekaya.notify;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.ConfigProvider;

/** Reads this room's settings once. */
final class Settings {
    @Produces
    @Singleton
    NotifySettings settings() {
        return NotifySettings.read(key -> ConfigProvider.getConfig().getOptionalValue(key, String.class));
    }
}
