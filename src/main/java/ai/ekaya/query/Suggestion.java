package ai.ekaya.query;

import ai.ekaya.datasource.DatasourceId;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** What of a query is asked to be so; what is empty stays as it is. A new one needs a name, a datasource and a text. */
public record Suggestion(
        Optional<String> name,
        Optional<String> description,
        Optional<DatasourceId> datasource,
        Optional<String> sql,
        Optional<JsonNode> parameters,
        Optional<Boolean> writes,
        Optional<Integer> rowLimit) {

    boolean changesWording() {
        return datasource.isPresent()
                || sql.isPresent()
                || parameters.isPresent()
                || writes.isPresent()
                || rowLimit.isPresent();
    }
}
