package ai.ekaya.secrets;

import ai.ekaya.keys.Secret;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code {"value": "…", "version": n}} by hand. SECURITY: no message repeats what came, not even a key's name: it may be the
 * value in the wrong place. Guarded by SecretsApiIT.
 */
final class NewSecretReader extends JsonDeserializer<NewSecret> {
    @Override
    public NewSecret deserialize(JsonParser json, DeserializationContext context) throws IOException {
        @Nullable Secret value = null;
        @Nullable Integer version = null;
        if (json.currentToken() != JsonToken.START_OBJECT) {
            throw refused("The body is no object");
        }
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String key = json.currentName();
            JsonToken token = json.nextToken();
            if (key.equals("value") && token == JsonToken.VALUE_STRING) {
                value = new Secret(json.getText());
            } else if (key.equals("version") && token == JsonToken.VALUE_NUMBER_INT) {
                version = json.getIntValue();
            } else if (!key.equals("version") || token != JsonToken.VALUE_NULL) {
                throw refused("The body has another key, or a value of another kind");
            }
        }
        if (value == null) {
            throw refused("'value' is missing in the body");
        }
        return new NewSecret(value, version);
    }

    private static Refusal refused(String message) {
        return new Refusal(
                RefusalCode.BAD_ARGUMENT,
                message + ", expected {\"value\": a string} and, if it matters, \"version\": a whole number");
    }
}
