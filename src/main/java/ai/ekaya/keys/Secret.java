package ai.ekaya.keys;

import com.fasterxml.jackson.annotation.JsonValue;

/** A value that is shown to nobody, not as text and not as JSON; opened only in the last call before the wire. */
public record Secret(String value) {
    @Override
    @JsonValue
    public String toString() {
        return "***";
    }
}
