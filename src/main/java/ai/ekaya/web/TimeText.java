package ai.ekaya.web;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/** Reads a time as ISO 8601 writes it. Jackson's own takes numbers too, and milliseconds for seconds are then the year 56000. */
final class TimeText extends StdDeserializer<Instant> {
    private static final long serialVersionUID = 1L;

    TimeText() {
        super(Instant.class);
    }

    @Override
    public Instant deserialize(JsonParser json, DeserializationContext context) throws IOException {
        if (!json.hasToken(JsonToken.VALUE_STRING)) {
            return (Instant) context.handleUnexpectedToken(Instant.class, json);
        }
        try {
            return Instant.parse(json.getText());
        } catch (DateTimeParseException e) {
            throw context.weirdStringException(json.getText(), Instant.class, "no time");
        }
    }
}
