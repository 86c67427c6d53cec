package ai.ekaya.catalog;

import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.pack.Excerpt;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A value in one of a catalog's files, and where it stands. What does not fit is refused with that place, what came and what was
 * expected: {@code UPSTREAM}, as it is the catalog's maker who has to mend it.
 *
 * @param where the file, with a JSON pointer after {@code #}
 */
record Place(String where, JsonNode value) {
    /** Ours nest eight levels; parsers recurse. */
    private static final int DEPTH_MAX = 32;

    private static final Pattern TIME =
            Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,6})?Z");
    /** What steers terminals, ends lines or turns text around; a line's end is let through where there may be several. */
    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}&&[^\\n\\t]]");

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEPTH_MAX)
                            .maxNumberLength(20)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** Parses a whole file: UTF-8, one value, no member twice. */
    static Place of(String file, byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            JsonNode node = MAPPER.readTree(text);
            if (!node.isMissingNode()) {
                return new Place(file + "#", node);
            }
        } catch (CharacterCodingException e) {
            throw refusal(file + " is not UTF-8");
        } catch (JsonProcessingException e) {
            throw refusal(file + " is no JSON that all read alike: " + Excerpt.of(e.getOriginalMessage()));
        }
        throw refusal(file + " is empty, expected JSON");
    }

    static Refusal refusal(String message) {
        return new Refusal(RefusalCode.UPSTREAM, message);
    }

    Refusal wrong(String expected) {
        return refusal(where + " is " + Excerpt.of(value.toString()) + ", expected " + expected);
    }

    /** A member that has to be there. */
    Place in(String key) {
        return find(key).orElseThrow(() -> refusal(where + " has no '" + key + "', expected one"));
    }

    Optional<Place> find(String key) {
        return Optional.ofNullable(object().get(key)).map(child -> new Place(where + "/" + key, child));
    }

    /** Refuses an object that has members with other names. */
    Place only(String... keys) {
        Set<String> known = Set.of(keys);
        object().fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                throw refusal(where + " has '" + Excerpt.of(name) + "', expected only "
                        + known.stream().sorted().toList());
            }
        });
        return this;
    }

    ObjectNode object() {
        if (value instanceof ObjectNode object) {
            return object;
        }
        throw wrong("an object");
    }

    List<Place> items(long most) {
        if (!value.isArray() || value.size() > most) {
            throw value.isArray()
                    ? refusal(where + " has " + value.size() + " entries, at most " + most)
                    : wrong("a list");
        }
        List<Place> items = new ArrayList<>();
        for (int index = 0; index < value.size(); index++) {
            items.add(new Place(where + "/" + index, value.get(index)));
        }
        return items;
    }

    Map<String, Place> members(long most) {
        if (object().size() > most) {
            throw refusal(where + " has " + object().size() + " members, at most " + most);
        }
        Map<String, Place> members = new LinkedHashMap<>();
        object().properties()
                .forEach(member ->
                        members.put(member.getKey(), new Place(where + "/" + member.getKey(), member.getValue())));
        return members;
    }

    String text(Pattern form, String expected) {
        if (!value.isTextual() || !form.matcher(value.textValue()).matches()) {
            throw wrong(expected);
        }
        return value.textValue();
    }

    /** One line that people read. */
    String line(int charsMax) {
        String text = prose(charsMax);
        if (text.isBlank() || text.indexOf('\n') >= 0 || text.indexOf('\t') >= 0) {
            throw wrong("one line of text");
        }
        return text;
    }

    /** Lines that people read, perhaps none. */
    String prose(int charsMax) {
        if (!value.isTextual()) {
            throw wrong("text");
        }
        if (value.textValue().length() > charsMax) {
            throw refusal(where + " has " + value.textValue().length() + " characters, at most " + charsMax);
        }
        if (UNSEEN.matcher(value.textValue()).find()) {
            throw wrong("text without control characters and such as turn it around");
        }
        return value.textValue();
    }

    long whole(long least, long most) {
        if (!value.isIntegralNumber()
                || !value.canConvertToLong()
                || value.longValue() < least
                || value.longValue() > most) {
            throw wrong("a whole number from " + least + " to " + most);
        }
        return value.longValue();
    }

    Instant instant() {
        String text = text(TIME, "a time such as 2027-01-31T12:00:00Z");
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw wrong("a time that there is, such as 2027-01-31T12:00:00Z");
        }
    }
}
