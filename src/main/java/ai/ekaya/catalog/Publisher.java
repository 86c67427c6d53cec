package ai.ekaya.catalog;

import java.util.Map;
import java.util.Optional;

/**
 * Who makes apps.
 *
 * @param trust as the catalog's maker has it; the operator may hold it lower
 * @param keys by their names, which sign packages
 */
public record Publisher(String id, String name, Optional<String> url, TrustLevel trust, Map<String, SignerKey> keys) {
    public Publisher {
        keys = Map.copyOf(keys);
    }
}
