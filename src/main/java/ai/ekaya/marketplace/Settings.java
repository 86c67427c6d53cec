package ai.ekaya.marketplace;

import ai.ekaya.egress.Egress;
import ai.ekaya.limits.Limits;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import org.eclipse.microprofile.config.ConfigProvider;

/** Reads this room's settings once, and makes the way to the marketplace that they name. */
final class Settings {
    @Produces
    @Singleton
    Link link(Egress egress, Limits limits, Clock clock) {
        return Link.of(
                MarketplaceSettings.read(key -> ConfigProvider.getConfig().getOptionalValue(key, String.class)),
                egress,
                limits,
                clock);
    }
}
