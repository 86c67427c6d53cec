package ai.ekaya.llm;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.ConfigProvider;

/** Reads this room's settings once. */
final class Settings {
    @Produces
    @Singleton
    LlmSettings settings() {
        return LlmSettings.read(key -> ConfigProvider.getConfig().getOptionalValue(key, String.class));
    }
}
