package ai.ekaya.datasource;

import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import java.io.IOException;

/** Reads a port from a JSON number only: a string that looks like one is a client's mistake that shows later elsewhere. */
final class PortNumber extends StdDeserializer<Integer> {
    private static final long serialVersionUID = 1L;

    PortNumber() {
        super(Integer.class);
    }

    @Override
    public Integer deserialize(JsonParser json, DeserializationContext context) throws IOException {
        if (json.currentToken() != JsonToken.VALUE_NUMBER_INT) {
            throw new Refusal(
                    RefusalCode.BAD_ARGUMENT,
                    "'port' is "
                            + switch (json.currentToken()) {
                                case VALUE_STRING -> "a string";
                                case VALUE_NUMBER_FLOAT -> "a fraction";
                                case VALUE_TRUE, VALUE_FALSE -> "a boolean";
                                default -> "no number";
                            }
                            + ", expected a number from 1 to 65535");
        }
        return json.getIntValue();
    }
}
