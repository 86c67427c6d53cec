package ai.ekaya.sql;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The values that come with a statement: by place, for {@code $1} or {@code ?}, or by name, for {@code :name}. */
public sealed interface SqlArguments {
    SqlArguments NONE = new ByPlace(List.of());

    record ByPlace(List<JsonNode> values) implements SqlArguments {
        public ByPlace {
            values = List.copyOf(values);
        }
    }

    record ByName(Map<String, JsonNode> values) implements SqlArguments {
        public ByName {
            values = Map.copyOf(values);
        }
    }

    static SqlArguments byPlace(List<JsonNode> values) {
        return new ByPlace(values);
    }

    /** @param values a JSON object */
    static SqlArguments byName(JsonNode values) {
        Map<String, JsonNode> byName = new LinkedHashMap<>();
        values.properties().forEach(value -> byName.put(value.getKey(), value.getValue()));
        return new ByName(byName);
    }
}
