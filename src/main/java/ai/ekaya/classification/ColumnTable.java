package ai.ekaya.classification;

import ai.ekaya.classification.ClassifiedColumn.Stale;
import ai.ekaya.datasource.DatasourceId;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.store.Sql;
import ai.ekaya.store.Transaction;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** Reads what is stored of columns: the rules' suggestion and the person's decision, either of which may be missing. */
final class ColumnTable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String STATE =
            "coalesce(d.state, CASE WHEN c.category IS NOT NULL THEN 'pending' ELSE 'none' END)";
    private static final String BOTH = """
            SELECT schema_name, table_name, column_name, c.data_type, c.features, c.reasons, c.category, c.confidence,
                   c.sampled_count, d.state, d.category, d.note, d.decided_by, d.decided_by_name, d.decided_at, d.data_type,
                   d.seen_category, d.seen_confidence, d.gone_at
            FROM (SELECT * FROM classified_column WHERE project_id = ? AND datasource_id = ?) c
                 FULL JOIN (SELECT * FROM column_decision WHERE project_id = ? AND datasource_id = ?) d
                 USING (schema_name, table_name, column_name)
            WHERE """;

    private ColumnTable() {}

    /**
     * Which columns are wanted.
     *
     * @param table its name, or schema and name with a dot between them
     * @param after in order of schema, table and column
     */
    record Wanted(Optional<State> state, Optional<String> table, Optional<ColumnKey> after) {}

    static List<ClassifiedColumn> list(
            Transaction transaction, ProjectId project, DatasourceId id, Wanted wanted, int countMax) {
        Optional<String> state = wanted.state().map(State::text);
        return Sql.list(
                transaction,
                BOTH + " (?::text IS NULL OR " + STATE + " = ?)"
                        + " AND (?::text IS NULL OR table_name = ? OR schema_name || '.' || table_name = ?)"
                        + " AND (?::text IS NULL OR (schema_name, table_name, column_name) > (?, ?, ?))"
                        + " ORDER BY schema_name, table_name, column_name LIMIT ?",
                ColumnTable::column,
                project.value(),
                id.value(),
                project.value(),
                id.value(),
                state,
                state,
                wanted.table(),
                wanted.table(),
                wanted.table(),
                wanted.after().map(ColumnKey::schema),
                wanted.after().map(ColumnKey::schema),
                wanted.after().map(ColumnKey::table),
                wanted.after().map(ColumnKey::column),
                countMax);
    }

    /** Those of a project that count as sensitive. */
    static Map<DatasourceId, List<ColumnKey>> sensitive(Transaction transaction, ProjectId project) {
        Map<DatasourceId, List<ColumnKey>> sensitive = new HashMap<>();
        Sql.list(
                        transaction,
                        "SELECT datasource_id, schema_name, table_name, column_name FROM"
                                + " (SELECT * FROM classified_column WHERE project_id = ?) c"
                                + " FULL JOIN (SELECT * FROM column_decision WHERE project_id = ?) d"
                                + " USING (datasource_id, schema_name, table_name, column_name) WHERE " + STATE
                                + " IN ('pending', 'sensitive')",
                        row -> Map.entry(
                                new DatasourceId(row.getObject(1, UUID.class)),
                                new ColumnKey(row.getString(2), row.getString(3), row.getString(4))),
                        project.value(),
                        project.value())
                .forEach(each -> sensitive
                        .computeIfAbsent(each.getKey(), unknown -> new ArrayList<>())
                        .add(each.getValue()));
        return sensitive;
    }

    /** How many columns stand how; states that none has are left out. */
    static Map<String, Long> countByState(Transaction transaction, ProjectId project, DatasourceId id) {
        Map<String, Long> counts = new TreeMap<>();
        Sql.list(
                        transaction,
                        "SELECT state, count(*) FROM (SELECT " + STATE + " AS state FROM"
                                + " (SELECT * FROM classified_column WHERE project_id = ? AND datasource_id = ?) c"
                                + " FULL JOIN (SELECT * FROM column_decision WHERE project_id = ? AND datasource_id = ?) d"
                                + " USING (schema_name, table_name, column_name)) each GROUP BY state",
                        row -> Map.entry(row.getString(1), row.getLong(2)),
                        project.value(),
                        id.value(),
                        project.value(),
                        id.value())
                .forEach(each -> counts.put(each.getKey(), each.getValue()));
        return counts;
    }

    static Optional<ClassifiedColumn> find(Transaction transaction, ProjectId project, DatasourceId id, ColumnKey key) {
        return Sql.first(
                transaction,
                BOTH + " (schema_name, table_name, column_name) = (?, ?, ?)",
                ColumnTable::column,
                project.value(),
                id.value(),
                project.value(),
                id.value(),
                key.schema(),
                key.table(),
                key.column());
    }

    private static ClassifiedColumn column(ResultSet row) throws SQLException {
        Optional<Category> suggested = Optional.ofNullable(row.getString(7)).map(Category::parse);
        Optional<State> decided = Optional.ofNullable(row.getString(10)).map(State::parse);
        boolean isThere = row.getString(4) != null;
        State state = decided.orElse(suggested.isPresent() ? State.PENDING : State.NONE);
        Optional<Category> category = Optional.ofNullable(row.getString(11))
                .map(Category::parse)
                .or(() -> suggested)
                .or(() -> state == State.SENSITIVE ? Optional.of(Category.OTHER) : Optional.empty());
        double confidence = row.getDouble(8);
        int sampled = row.getInt(9);
        boolean wasSampled = !row.wasNull();
        return new ClassifiedColumn(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                isThere ? row.getString(4) : row.getString(16),
                isThere ? read(row.getString(5), new TypeReference<List<Feature>>() {}) : List.of(),
                state,
                category,
                category.map(Category::level).orElse(Level.NONE),
                confidence,
                isThere ? read(row.getString(6), new TypeReference<List<String>>() {}) : List.of(),
                wasSampled,
                wasSampled ? Optional.of(sampled) : Optional.empty(),
                decided.isPresent() ? Optional.of(decision(row)) : Optional.empty(),
                decided.isPresent() ? stale(row, isThere) : Optional.empty(),
                decided.equals(Optional.of(State.ALLOW)) && isStronger(suggested, confidence, row));
    }

    private static Decision decision(ResultSet row) throws SQLException {
        return new Decision(
                row.getObject(13, UUID.class),
                row.getString(14),
                instant(row, 15),
                row.getString(12),
                row.getString(16));
    }

    private static Instant instant(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static Optional<Stale> stale(ResultSet row, boolean isThere) throws SQLException {
        if (!isThere) {
            return Optional.of(Stale.GONE);
        }
        if (!row.getString(4).equals(row.getString(16))) {
            return Optional.of(Stale.TYPE_CHANGED);
        }
        return row.getObject(19) == null ? Optional.empty() : Optional.of(Stale.MADE_AGAIN);
    }

    /** Than what the person saw who allowed it. */
    private static boolean isStronger(Optional<Category> suggested, double confidence, ResultSet row)
            throws SQLException {
        Optional<Category> seen = Optional.ofNullable(row.getString(17)).map(Category::parse);
        double clearly = row.getDouble(18) + 0.1;
        return suggested.isPresent() && (!suggested.equals(seen) || confidence >= clearly);
    }

    private static <T> T read(String json, TypeReference<T> type) {
        try {
            return JSON.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A stored list is no JSON", e);
        }
    }

    static String write(List<?> list) {
        try {
            return JSON.writeValueAsString(list);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A list could not be written", e);
        }
    }
}
