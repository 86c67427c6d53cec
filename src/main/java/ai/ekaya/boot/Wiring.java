package ai.ekaya.boot;

import ai.ekaya.limits.Limits;
import ai.ekaya.store.DatabaseUrl;
import ai.ekaya.store.Store;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/** Makes the beans of rooms that know nothing of the container. */
public final class Wiring {
    /** What this server calls itself; packages compare their {@code minEngineVersion} with it. */
    static final String ENGINE_VERSION = "1.0.0";

    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    Limits limits() {
        Config config = ConfigProvider.getConfig();
        return Limits.read(key -> config.getOptionalValue(key, String.class));
    }

    @Produces
    @Singleton
    Store store() {
        return Store.open(DatabaseUrl.parse(ConfigProvider.getConfig().getValue("DATABASE_URL", String.class)));
    }

    void close(@Disposes Store store) {
        store.close();
    }
}
