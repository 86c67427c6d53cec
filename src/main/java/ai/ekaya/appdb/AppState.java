package ai.ekaya.appdb;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.UUID;

/** Small named values of an app, each with a version for compare-and-swap; kept in the platform's own table. */
public final class AppState {
    /** @param version counts up from 1 with each change */
    public record Entry(JsonNode value, long version) {}

    public Optional<Entry> get(AppId app, String key) {
        throw new UnsupportedOperationException();
    }

    /**
     * @param expectedVersion 0 for a key that must not exist yet
     * @return the new version
     * @throws ai.ekaya.limits.Refusal {@code CONFLICT} with the version that is there
     */
    public long set(UUID project, AppId app, String key, JsonNode value, long expectedVersion) {
        throw new UnsupportedOperationException();
    }
}
