package ai.ekaya.web;

import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a list goes on, opaque to clients. It carries sort keys and is no permission: whoever reads it checks them as any
 * other input.
 */
public record Cursor(List<String> keys) {
    private static final int LENGTH_MAX = 2048;

    public Cursor {
        keys = List.copyOf(keys);
    }

    public static Cursor at(String... keys) {
        return new Cursor(List.of(keys));
    }

    /** @throws Refusal {@code BAD_ARGUMENT} for what no list of ours has handed out */
    public static Cursor parse(String text, int keyCount) {
        try {
            if (text.length() <= LENGTH_MAX) {
                List<String> keys = Json.mapper()
                        .readValue(Base64.getUrlDecoder().decode(text), new TypeReference<List<String>>() {});
                if (keys != null && keys.size() == keyCount && !keys.contains(null)) {
                    return new Cursor(keys);
                }
            }
        } catch (IllegalArgumentException | IOException e) {
            throw refusal(e);
        }
        throw refusal(null);
    }

    private static Refusal refusal(@Nullable Throwable cause) {
        String message = "The cursor in 'after' is not one that this list handed out";
        return cause == null
                ? new Refusal(RefusalCode.BAD_ARGUMENT, message)
                : new Refusal(RefusalCode.BAD_ARGUMENT, message, cause);
    }

    @Override
    public String toString() {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(Json.mapper().writeValueAsBytes(keys));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A cursor could not be written", e);
        }
    }
}
