package ai.ekaya.query;

import ai.ekaya.sql.SqlReferences;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Between references and {@code {"certainty", "tables": [{"schema", "table", "columns", "through"}], "unresolved"}}. */
final class ReferencesJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ReferencesJson() {}

    static String certainty(SqlReferences references) {
        return references.certainty().name().toLowerCase(Locale.ROOT);
    }

    static String write(SqlReferences references) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("certainty", certainty(references));
        var tables = json.putArray("tables");
        for (SqlReferences.TableUse use : references.tables()) {
            ObjectNode table = tables.addObject().put("schema", use.schema()).put("table", use.table());
            use.columns().forEach(table.putArray("columns")::add);
            use.through().forEach(table.putArray("through")::add);
        }
        references.unresolved().forEach(json.putArray("unresolved")::add);
        return json.toString();
    }

    static SqlReferences read(String stored) {
        try {
            JsonNode json = JSON.readTree(stored);
            List<SqlReferences.TableUse> tables = new ArrayList<>();
            json.path("tables")
                    .forEach(use -> tables.add(new SqlReferences.TableUse(
                            use.path("schema").asText(),
                            use.path("table").asText(),
                            texts(use.path("columns")),
                            texts(use.path("through")))));
            return new SqlReferences(
                    SqlReferences.Certainty.valueOf(
                            json.path("certainty").asText().toUpperCase(Locale.ROOT)),
                    tables,
                    texts(json.path("unresolved")));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Stored references are no JSON", e);
        }
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
