package ai.ekaya.identity;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/** A user's random id; in JSON the bare UUID. */
public record UserId(@JsonValue UUID value) {
    @Override
    public String toString() {
        return value.toString();
    }
}
