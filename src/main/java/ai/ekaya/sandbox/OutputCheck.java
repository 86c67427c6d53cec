package ai.ekaya.sandbox;

import ai.ekaya.limits.Quantity;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What an app returned becomes a run's output only here: one JSON value, within its bound, without duplicate keys. */
final class OutputCheck {
    private static final int DEPTH_MAX = 256;

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
                        .maxNestingDepth(DEPTH_MAX)
                        .maxStringLength(Integer.MAX_VALUE)
                        .build())
                .build();
        try (JsonParser parser = json.createParser(output)) {
            if (parser.nextToken() == null) {
                return Optional.of("Output is empty, expected JSON");
            }
            parser.skipChildren();
            return parser.nextToken() == null ? Optional.empty() : Optional.of("Output has more than one JSON value");
        } catch (JsonProcessingException e) {
            return Optional.of("Output is not JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new UncheckedIOException("Reading from a string failed", e);
        }
    }
}
