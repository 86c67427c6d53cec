package ai.ekaya.egress;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.ConfigProvider;

/** Reads this room's settings once. */
final class Settings {
    @Produces
    @Singleton
    EgressSettings settings() {
        return EgressSettings.read(key -> ConfigProvider.getConfig().getOptionalValue(key, String.class));
    }
}
