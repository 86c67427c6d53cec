package ai.ekaya.sandbox;

import ai.ekaya.limits.Quantity;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What an app returned becomes a run's output only here: one JSON value, within its bound, without duplicate keys. */
final class OutputCheck {
    private static final int DEPTH_MAX = 256;
    private static final int NUMBER_CHARACTERS_MAX = 1_000;
    private static final int KEY_CHARACTERS_MAX = 50_000;
    private static final int PATH_CHARACTERS_MAX = 200;
    private static final int NEAR_CHARACTERS = 16;
    private static final String SEVERAL = "Output has more than one JSON value";

    private OutputCheck() {}

    // SECURITY: the guest's own encoder is the guest's word; this check is the host's.
    static RunOutcome outcomeOf(String output, long outputBytesMax) {
        int bytes = output.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > outputBytesMax) {
            return bad("Output is " + Quantity.ofBytes(bytes) + ", at most " + Quantity.ofBytes(outputBytesMax));
        }
        return problem(output).map(OutputCheck::bad).orElseGet(() -> new RunOutcome.Succeeded(output));
    }

    static RunOutcome bad(String message) {
        return new RunOutcome.Failed(RunOutcome.Cause.BAD_OUTPUT, message, Optional.empty());
    }

    private static Optional<String> problem(String output) {
        JsonFactory json = JsonFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(DEPTH_MAX + 1)
                        .maxNumberLength(NUMBER_CHARACTERS_MAX)
                        .maxNameLength(KEY_CHARACTERS_MAX)
                        .maxStringLength(Integer.MAX_VALUE)
                        .build())
                .build();
        try (JsonParser parser = json.createParser(output)) {
            return problem(parser, output);
        } catch (IOException e) {
            throw new UncheckedIOException("Reading from a string failed", e);
        }
    }

    private static Optional<String> problem(JsonParser parser, String output) throws IOException {
        try {
            if (parser.nextToken() == null) {
                return Optional.of("Output is empty, expected JSON");
            }
            for (int depth = 0; ; parser.nextToken()) {
                JsonToken token = parser.currentToken();
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                if (depth > DEPTH_MAX) {
                    return Optional.of("Output is nested deeper than " + DEPTH_MAX + " levels" + place(parser));
                }
                if (depth == 0) {
                    break;
                }
            }
            return parser.nextToken() == null ? Optional.empty() : Optional.of(SEVERAL + place(parser));
        } catch (JsonProcessingException e) {
            return Optional.of(said(e, parser, output));
        }
    }

    /** In our own words: the parser's tell of its settings, which no author can change. */
    private static String said(JsonProcessingException e, JsonParser parser, String output) {
        if (e instanceof StreamConstraintsException) {
            return "Output has a number of more than " + NUMBER_CHARACTERS_MAX + " characters or a key of more than "
                    + KEY_CHARACTERS_MAX + place(parser);
        }
        if (e.getOriginalMessage().startsWith("Duplicate field")) {
            return "Output has a key twice in one object" + place(parser);
        }
        if (e instanceof JsonEOFException) {
            return "Output ends within its JSON" + place(parser);
        }
        return "Output is not JSON" + place(parser) + ", near '" + before(parser, output)
                + "'; expected one JSON value, which has no NaN, Infinity, comments or commas at the end";
    }

    /** As {@code at character 12, /rows/3/total}: how far was read, and in which value. */
    private static String place(JsonParser parser) {
        String path = parser.getParsingContext().pathAsPointer().toString();
        String shown = path.length() <= PATH_CHARACTERS_MAX ? path : path.substring(0, PATH_CHARACTERS_MAX) + "…";
        return " at character " + parser.currentLocation().getCharOffset()
                + (shown.isEmpty() ? "" : ", " + plain(shown));
    }

    private static String before(JsonParser parser, String output) {
        int end = (int) Math.min(parser.currentLocation().getCharOffset(), output.length());
        return plain(output.substring(Math.max(0, end - NEAR_CHARACTERS), end));
    }

    /** Nothing in it can change how the message looks. */
    private static String plain(String text) {
        StringBuilder plain = new StringBuilder();
        text.codePoints()
                .map(c -> switch (Character.getType(c)) {
                    case Character.CONTROL, Character.FORMAT, Character.SURROGATE -> '?';
                    default -> c;
                })
                .forEach(plain::appendCodePoint);
        return plain.toString();
    }
}
