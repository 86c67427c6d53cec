package ai.ekaya.run;

import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.web.Json;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import jakarta.ws.rs.core.MediaType;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A run's input out of a request's body: the text as it came, once it is known to be one JSON value. */
public final class RunInput {
    private RunInput() {}

    /** @throws Refusal {@code BAD_ARGUMENT} with the place; nothing is the empty object */
    public static String of(byte[] body) {
        String text = utf8(body).strip();
        if (text.isEmpty()) {
            return "{}";
        }
        try {
            Json.mapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new Refusal(RefusalCode.BAD_ARGUMENT, "The body, the run's input, is no valid JSON" + what(e), e);
        }
        if (text.contains("\\u0000")) {
            throw new Refusal(RefusalCode.BAD_ARGUMENT, "The run's input holds the character U+0000");
        }
        return text;
    }

    public static boolean isJson(@Nullable MediaType type) {
        return type != null
                && (type.getSubtype().equals("json") || type.getSubtype().endsWith("+json"));
    }

    private static String utf8(byte[] body) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new Refusal(RefusalCode.BAD_ARGUMENT, "The body, the run's input, is not UTF-8", e);
        }
    }

    private static String what(JsonProcessingException e) {
        JsonLocation at = e.getLocation();
        return (at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr()) + ": " + why(e);
    }

    /** The parser's own words, but where they speak of its settings. */
    private static String why(JsonProcessingException e) {
        if (e instanceof JsonEOFException) {
            return "it ends before its lists, objects and texts do";
        }
        if (e instanceof StreamConstraintsException) {
            return "it is nested too deep, or has a number or text that is too long";
        }
        String message = e.getOriginalMessage();
        return message.length() > 200 ? message.substring(0, 200) + "…" : message;
    }
}
