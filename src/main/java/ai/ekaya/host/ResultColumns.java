package ai.ekaya.host;

import ai.ekaya.classification.ColumnKey;
import ai.ekaya.sql.ColumnOrigin;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * The columns of one result. One is known by what the database says it is; where it does not, by its name; and what is computed by a
 * statement that names a sensitive column or its table counts as a value of that.
 */
record ResultColumns(SensitiveNames names, Asked asked, ToldValues told) {
    private static final Pattern TEXT_TYPE =
            Pattern.compile("(text|varchar|bpchar|char|name|citext|nvarchar|nchar|ntext)(\\[])?");

    /**
     * A question.
     *
     * @param given all of it: what the app itself wrote, it has not read
     * @param statement its SQL, empty where it is not known
     */
    record Asked(String given, String statement) {}

    /** @param origins by column; columns without one come last */
    void read(JsonNode json, List<ColumnOrigin> origins) {
        JsonNode columns = json.path("columns");
        PlainColumns plain = PlainColumns.of(asked.statement());
        for (int i = 0; i < columns.size(); i++) {
            ColumnOrigin origin = i < origins.size() ? origins.get(i) : ColumnOrigin.UNTOLD;
            boolean isPlain =
                    plain.has(i, columns.size(), columns.get(i).path("name").asText());
            Consumer<JsonNode> each = reader(origin, columns.get(i), isPlain);
            for (JsonNode row : json.path("rows")) {
                each.accept(row.path(i));
            }
        }
    }

    private Consumer<JsonNode> reader(ColumnOrigin origin, JsonNode column, boolean isPlain) {
        if (origin.isKnown()) {
            boolean isSensitive = names.has(origin);
            return cell -> told.column(origin, isSensitive, cell);
        }
        String label = column.path("name").asText();
        Optional<ColumnKey> named = names.named(label);
        String type = column.path("type").asText();
        if (named.isPresent()) {
            String owner = named.get().toString();
            return cell -> {
                told.sensitive(owner, cell);
                if (ComputedCell.hasText(type)) {
                    new ComputedCell(key -> false, false, (key, value) -> told.sensitive(owner, value))
                            .read(cell, type);
                }
            };
        }
        if (!ComputedCell.hasText(type)) {
            return cell -> {};
        }
        Optional<String> mentioned =
                names.in(asked.given() + '\n' + asked.statement()).map(ColumnKey::toString);
        boolean isUntold = origin.equals(ColumnOrigin.UNTOLD);
        Optional<String> table =
                mayBeOfTable(isUntold, type, isPlain) ? names.tableIn(asked.statement()) : Optional.empty();
        ComputedCell computed = new ComputedCell(
                key -> names.named(key).isPresent(),
                StatementText.makesKeysOfValues(asked.statement()),
                (key, value) -> {
                    // What the app itself wrote into its statement it has not read.
                    if (!asked.given().contains(value)) {
                        names.named(key)
                                .map(ColumnKey::toString)
                                .or(() -> mentioned)
                                .or(() -> table.filter(any -> !isUntold || !ToldValues.isLabel(value)))
                                .ifPresentOrElse(found -> told.sensitive(found, value), () -> told.row(label, value));
                    }
                });
        return cell -> computed.read(cell, type);
    }

    /** What is computed of rows that have sensitive values may be one, whatever it is called; a plain column has its own name. */
    private boolean mayBeOfTable(boolean isUntold, String type, boolean isPlain) {
        return !isUntold || !TEXT_TYPE.matcher(type).matches() || !isPlain;
    }
}
