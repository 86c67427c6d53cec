package ai.ekaya.query;

import java.util.UUID;

/** A query's id. */
public record QueryId(UUID value) {
    @Override
    public String toString() {
        return value.toString();
    }
}
