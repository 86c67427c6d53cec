package ai.ekaya.web;

import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Refuses keys and strings that no database takes at the one place where all JSON from outside comes in. Not thread-safe. */
final class StorableJson extends JsonParserDelegate {

    StorableJson(JsonParser parser) {
        super(parser);
    }

    @Override
    public @Nullable JsonToken nextToken() throws IOException {
        JsonToken token = super.nextToken();
        if ((token == JsonToken.VALUE_STRING || token == JsonToken.FIELD_NAME) && !PlainText.isStorable(getText())) {
            throw new Refusal(
                    RefusalCode.BAD_ARGUMENT,
                    "A string in the body has the character U+0000 or half a surrogate pair (line "
                            + currentTokenLocation().getLineNr() + ", column "
                            + currentTokenLocation().getColumnNr() + ")");
        }
        return token;
    }
}
