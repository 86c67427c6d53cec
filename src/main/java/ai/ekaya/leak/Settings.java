package ai.ekaya.leak;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.ConfigProvider;

/** Reads this room's settings once. */
final class Settings {
    @Produces
    @Singleton
    OperatorValues operators() {
        return OperatorValues.read(key -> ConfigProvider.getConfig().getOptionalValue(key, String.class));
    }
}
