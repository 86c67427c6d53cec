package ai.ekaya.host;

import java.util.UUID;

/** One run of one app. Declared here, as the gate needs it and {@code run} looks into this room. */
public record RunId(UUID value) {
    @Override
    public String toString() {
        return value.toString();
    }
}
