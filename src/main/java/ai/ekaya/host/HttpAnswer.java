package ai.ekaya.host;

import ai.ekaya.egress.OutboundAnswer;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An answer as guests read it: text where it is text and says in which encoding, bytes as base64 otherwise. */
final class HttpAnswer {
    private static final Pattern TEXT = Pattern.compile(
            "(text/.*|application/(.*\\+)?(json|xml|javascript|yaml|x-ndjson|x-www-form-urlencoded)) *(;.*)?");
    private static final Pattern CHARSET = Pattern.compile(";\\s*charset=\"?([a-z0-9_-]+)\"?");
    /** Encodings that every JVM reads alike; others come as bytes. */
    private static final Map<String, Charset> CHARSETS = Map.of(
            "utf-8", StandardCharsets.UTF_8,
            "utf8", StandardCharsets.UTF_8,
            "us-ascii", StandardCharsets.US_ASCII,
            "iso-8859-1", StandardCharsets.ISO_8859_1,
            "latin1", StandardCharsets.ISO_8859_1,
            "utf-16", StandardCharsets.UTF_16);

    private HttpAnswer() {}

    static ObjectNode json(OutboundAnswer answer) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("status", answer.status());
        ObjectNode headers = json.putObject("headers");
        new TreeMap<>(answer.headers()).forEach(headers::put);
        Optional<String> text = text(answer);
        return text.isPresent()
                ? json.put("body", text.get())
                : json.put("bodyBase64", Base64.getEncoder().encodeToString(answer.body()));
    }

    private static Optional<String> text(OutboundAnswer answer) {
        String type = answer.headers().getOrDefault("content-type", "").toLowerCase(Locale.ROOT);
        if (answer.body().length == 0) {
            return Optional.of("");
        }
        if (!TEXT.matcher(type).matches()) {
            return Optional.empty();
        }
        Matcher named = CHARSET.matcher(type);
        Optional<Charset> charset =
                named.find() ? Optional.ofNullable(CHARSETS.get(named.group(1))) : Optional.of(StandardCharsets.UTF_8);
        return charset.flatMap(known -> decoded(known, answer.body()));
    }

    private static Optional<String> decoded(Charset charset, byte[] body) {
        try {
            return Optional.of(
                    charset.newDecoder().decode(ByteBuffer.wrap(body)).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
