package ai.ekaya.datasource;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A column whose statistics can be asked for.
 *
 * @param relation the catalog's letter for what kind of table it is in
 * @param kind number, time, text, name, bytes or other
 * @param rows about how many the table has
 */
record StatisticsColumn(String schema, String relation, String name, String type, String kind, Optional<Long> rows) {
    /** Those that are asked for, all of one table. */
    static List<StatisticsColumn> chosen(List<StatisticsColumn> columns, StatisticsRequest asked, Limits limits) {
        TreeSet<String> schemas = new TreeSet<>();
        columns.forEach(column -> schemas.add(column.schema()));
        if (schemas.isEmpty()) {
            throw new Refusal(
                    RefusalCode.NOT_FOUND,
                    "There is no table '" + asked.table() + "' that the datasource's login may read"
                            + asked.schema()
                                    .map(schema -> " in schema '" + schema + "'")
                                    .orElse(""));
        }
        if (schemas.size() > 1) {
            throw new Refusal(
                    RefusalCode.BAD_ARGUMENT,
                    "There is a table '" + asked.table() + "' in the schemas " + String.join(", ", schemas)
                            + "; say which, as " + schemas.first() + "." + asked.table());
        }
        List<StatisticsColumn> chosen = asked.columns().isEmpty()
                ? columns
                : asked.columns().stream()
                        .map(name -> named(columns, asked, name))
                        .toList();
        int most = limits.intOf(Limit.DATASOURCE_STATISTICS_COLUMNS_COUNT);
        if (chosen.size() > most) {
            throw new Refusal(
                    RefusalCode.LIMIT,
                    "These are " + chosen.size() + " columns, at most " + most + " at a time; name some as 'columns'");
        }
        return chosen;
    }

    private static StatisticsColumn named(List<StatisticsColumn> columns, StatisticsRequest asked, String name) {
        return columns.stream()
                .filter(column -> column.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new Refusal(
                        RefusalCode.NOT_FOUND,
                        "Table '" + asked.table() + "' has no column '" + name
                                + "' that the datasource's login may read; it has "
                                + columns.stream().map(StatisticsColumn::name).toList()));
    }
}
