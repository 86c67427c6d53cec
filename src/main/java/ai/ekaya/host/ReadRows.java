package ai.ekaya.host;

import ai.ekaya.classification.ColumnKey;
import ai.ekaya.datasource.DatasourceId;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.leak.ValueExits;
import ai.ekaya.sql.ColumnOrigin;
import ai.ekaya.sql.QueryResult;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells a run's exits what the run has read from datasources, column by column. A column of a result is known by what the database says
 * it is; where it does not, by its name; and what is computed by a statement that names a sensitive column or its table counts as a
 * value of that.
 * Not thread-safe.
 */
final class ReadRows {
    /** A day stands in any text, and says of itself nothing about anybody. */
    private static final Pattern DAY = Pattern.compile("\\d{4}-\\d\\d-\\d\\d(T00:00:00(\\.0+)?Z?)?");

    /** What a system calls its states, as {@code delivered} and {@code IN_TRANSIT}. */
    private static final Pattern LABEL = Pattern.compile("[\\p{Ll}_-]+|[\\p{Lu}_-]+");

    private static final Set<String> OF_THE_COLUMN = Set.of("name", "type");

    private static final Pattern TEXT_TYPE =
            Pattern.compile("(text|varchar|bpchar|char|name|citext|nvarchar|nchar|ntext)(\\[])?");

    private final SensitiveSource source;
    private final ProjectId project;
    private final ValueExits exits;
    private @Nullable Map<DatasourceId, List<ColumnKey>> loaded;

    ReadRows(SensitiveSource source, ProjectId project, ValueExits exits) {
        this.source = source;
        this.project = project;
        this.exits = exits;
    }

    /**
     * A question.
     *
     * @param given all of it: what the app itself wrote, it has not read
     * @param statement its SQL, empty where it is not known
     */
    private record Asked(String given, String statement) {}

    private Map<DatasourceId, List<ColumnKey>> all() {
        if (loaded == null) {
            loaded = source.of(project);
        }
        return loaded;
    }

    private SensitiveNames of(DatasourceId datasource) {
        return new SensitiveNames(all().getOrDefault(datasource, List.of()));
    }

    private SensitiveNames ofAny() {
        return new SensitiveNames(all().values().stream().flatMap(List::stream).toList());
    }

    /** @param given the call's arguments: the statement and its parameters */
    void query(DatasourceId datasource, String given, QueryResult result) {
        rows(of(datasource), new Asked(given, given), result.json(), result.origins());
    }

    /** Of an approved query, which may be on any datasource of the project. */
    void approved(String given, QueryResult result) {
        rows(ofAny(), new Asked(given, ""), result.json(), result.origins());
    }

    /** What a table's columns hold. */
    void statistics(DatasourceId datasource, JsonNode statistics) {
        statistics(of(datasource), statistics);
    }

    private void statistics(SensitiveNames names, JsonNode statistics) {
        String schema = statistics.path("schema").asText();
        String table = statistics.path("table").asText();
        for (JsonNode column : statistics.path("columns")) {
            ColumnOrigin origin =
                    new ColumnOrigin(schema, table, column.path("name").asText());
            boolean isSensitive = names.has(origin);
            column.properties().stream()
                    .filter(told -> !OF_THE_COLUMN.contains(told.getKey()))
                    .forEach(told -> leaves(told.getValue(), value -> tell(isSensitive, origin, value)));
        }
    }

    /** What a tool gives: results as queries give them, statistics, and anything under a sensitive column's name. */
    void tool(JsonNode arguments, JsonNode answer) {
        tool(new Asked(arguments.toString(), arguments.path("sql").asText()), answer);
    }

    private void tool(Asked asked, JsonNode answer) {
        SensitiveNames names = ofAny();
        if (answer.path("columns").isArray() && answer.path("rows").isArray()) {
            rows(names, asked, answer, List.of());
            return;
        }
        if (answer.path("columns").isArray() && answer.path("table").isTextual()) {
            statistics(names, answer);
            return;
        }
        answer.properties()
                .forEach(field -> names.named(field.getKey())
                        .ifPresentOrElse(
                                key -> leaves(field.getValue(), value -> sensitive(key.toString(), value)),
                                () -> tool(asked, field.getValue())));
        if (answer.isArray()) {
            answer.forEach(each -> tool(asked, each));
        }
    }

    private void rows(SensitiveNames names, Asked asked, JsonNode json, List<ColumnOrigin> origins) {
        if (names.isEmpty() && !exits.watchesRows()) {
            return;
        }
        JsonNode columns = json.path("columns");
        for (int i = 0; i < columns.size(); i++) {
            ColumnOrigin origin = i < origins.size() ? origins.get(i) : ColumnOrigin.UNTOLD;
            Consumer<JsonNode> each = reader(names, asked, origin, columns.get(i));
            for (JsonNode row : json.path("rows")) {
                each.accept(row.path(i));
            }
        }
    }

    private Consumer<JsonNode> reader(SensitiveNames names, Asked asked, ColumnOrigin origin, JsonNode column) {
        if (origin.isKnown()) {
            boolean isSensitive = names.has(origin);
            return cell -> leaves(cell, value -> tell(isSensitive, origin, value));
        }
        String label = column.path("name").asText();
        Optional<ColumnKey> named = names.named(label);
        String type = column.path("type").asText();
        if (named.isPresent()) {
            String owner = named.get().toString();
            return cell -> {
                leaves(cell, value -> sensitive(owner, value));
                if (ComputedCell.hasText(type)) {
                    new ComputedCell(key -> false, false, (key, value) -> sensitive(owner, value)).read(cell, type);
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
                mayBeOfTable(asked, isUntold, type) ? names.tableIn(asked.statement()) : Optional.empty();
        ComputedCell computed = new ComputedCell(
                key -> names.named(key).isPresent(),
                StatementText.makesKeysOfValues(asked.statement()),
                (key, value) -> {
                    // What the app itself wrote into its statement it has not read.
                    if (!asked.given().contains(value)) {
                        names.named(key)
                                .map(ColumnKey::toString)
                                .or(() -> mentioned)
                                .or(() -> table.filter(any ->
                                        !isUntold || !LABEL.matcher(value).matches()))
                                .ifPresentOrElse(found -> sensitive(found, value), () -> row(label, value));
                    }
                });
        return cell -> computed.read(cell, type);
    }

    /** What is computed of rows that have sensitive values may be one, whatever it is called; a plain column has its own name. */
    private static boolean mayBeOfTable(Asked asked, boolean isUntold, String type) {
        return !isUntold || !TEXT_TYPE.matcher(type).matches() || StatementText.takesUnnamedColumns(asked.statement());
    }

    private static void leaves(JsonNode node, Consumer<String> each) {
        if (node.isContainerNode()) {
            node.forEach(child -> leaves(child, each));
        } else if (!node.isNull() && !node.isMissingNode() && !node.isBoolean()) {
            each.accept(node.asText());
        }
    }

    private void tell(boolean isSensitive, ColumnOrigin origin, String value) {
        String name = origin.schema() + "." + origin.table() + "." + origin.column();
        if (isSensitive) {
            sensitive(name, value);
        } else {
            row(name, value);
        }
    }

    private void sensitive(String column, String value) {
        if (!DAY.matcher(value).matches()) {
            exits.read(column, value);
        }
    }

    private void row(String column, String value) {
        if (exits.watchesRows()
                && !DAY.matcher(value).matches()
                && !LABEL.matcher(value).matches()) {
            exits.readRow(column, value);
        }
    }
}
