package ai.ekaya.catalog;

import ai.ekaya.limits.Limits;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.ConfigProvider;

/** Reads this room's settings once. */
final class Settings {
    @Produces
    @Singleton
    CatalogSettings settings(Limits limits) {
        return CatalogSettings.read(key -> ConfigProvider.getConfig().getOptionalValue(key, String.class), limits);
    }
}
