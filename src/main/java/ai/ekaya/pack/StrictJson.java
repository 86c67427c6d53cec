package ai.ekaya.pack;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Optional;

/**
 * JSON that all parsers read alike: UTF-8, one value, no key twice, no deep nesting. A duplicate key is what one program checks and
 * another one obeys.
 */
final class StrictJson {
    private final JsonMapper mapper;
    private final long bytesMax;
    private final int depthMax;

    StrictJson(Limits limits) {
        this.bytesMax = limits.of(Limit.PACK_JSON_BYTES);
        this.depthMax = limits.intOf(Limit.PACK_JSON_DEPTH_COUNT);
        JsonFactory factory = JsonFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(depthMax)
                        .build())
                .build();
        this.mapper = JsonMapper.builder(factory)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
    }

    /** The parsed value, or empty after a finding. */
    Optional<JsonNode> parse(String path, byte[] bytes, Findings findings) {
        if (bytes.length > bytesMax) {
            findings.add(path, "The file is " + bytes.length + " bytes, at most " + bytesMax);
            return Optional.empty();
        }
        Optional<String> text = Utf8.decode(bytes);
        if (text.isEmpty()) {
            findings.add(path, "The file is not UTF-8");
            return Optional.empty();
        }
        try {
            JsonNode node = mapper.readTree(text.get());
            if (!node.isMissingNode()) {
                return Optional.of(node);
            }
            findings.add(path, "The file is empty, expected JSON");
        } catch (StreamConstraintsException e) {
            findings.add(
                    path,
                    "The JSON is nested more than " + depthMax + " levels deep or holds an oversized number or name");
        } catch (JsonProcessingException e) {
            findings.add(path, "This is not valid JSON: " + place(e) + Excerpt.of(e.getOriginalMessage()));
        }
        return Optional.empty();
    }

    private static String place(JsonProcessingException e) {
        return e.getLocation() == null
                ? ""
                : "line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr() + ": ";
    }
}
