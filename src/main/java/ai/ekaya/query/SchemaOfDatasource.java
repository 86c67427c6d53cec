package ai.ekaya.query;

import ai.ekaya.sql.SchemaNames;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The state of a datasource's schema that references are read against.
 *
 * @param hash empty when no state is known
 */
record SchemaOfDatasource(String hash, SchemaNames names) {
    /** Where names without a schema are looked for, on every kind of database. */
    private static final List<String> SEARCH_PATH = List.of("public", "dbo");

    static final SchemaOfDatasource UNKNOWN = new SchemaOfDatasource("", new SchemaNames(List.of(), SEARCH_PATH));

    static SchemaOfDatasource of(JsonNode snapshot, SchemaNames.Letters letters) {
        List<SchemaNames.TableNames> tables = new ArrayList<>();
        for (JsonNode table : snapshot.path("tables")) {
            List<String> columns = new ArrayList<>();
            table.path("columns")
                    .forEach(column -> columns.add(column.path("name").asText()));
            tables.add(new SchemaNames.TableNames(
                    table.path("schema").asText(),
                    table.path("name").asText(),
                    columns,
                    Optional.ofNullable(table.get("definition")).map(JsonNode::asText)));
        }
        String hash = snapshot.path("hash").asText();
        // With a mark, so that what was read when all letters differed is read anew.
        String mark = letters == SchemaNames.Letters.ARE_ONE ? ":letters-are-one" : "";
        return new SchemaOfDatasource(hash + mark, new SchemaNames(tables, SEARCH_PATH, letters));
    }
}
