package ai.ekaya.identity;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/** A project's random id; in JSON the bare UUID. */
public record ProjectId(@JsonValue UUID value) implements Place {
    @Override
    public String toString() {
        return value.toString();
    }
}
