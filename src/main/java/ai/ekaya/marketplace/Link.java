package ai.ekaya.marketplace;

import ai.ekaya.egress.Egress;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import java.time.Clock;
import java.util.Optional;

/**
 * The way to the marketplace, where there is one.
 *
 * @param origin of the marketplace, for people
 */
record Link(Optional<Marketplace> marketplace, String origin) {
    static final Link NONE = new Link(Optional.empty(), "");

    static Link of(MarketplaceSettings settings, Egress egress, Limits limits, Clock clock) {
        return settings.site()
                .map(site -> new Link(
                        Optional.of(new HttpMarketplace(site, egress, limits, clock)),
                        site.base().origin()))
                .orElse(NONE);
    }

    /** @throws Refusal {@code NOT_FOUND} */
    Marketplace require() {
        return marketplace.orElseThrow(() -> new Refusal(
                RefusalCode.NOT_FOUND, "This server has no marketplace; its operator sets EKAYA_MARKETPLACE_URL"));
    }
}
