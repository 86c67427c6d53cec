package ai.ekaya.datasource;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The T-SQL that counts what one column holds. */
record SqlServerStatisticsSql(StatisticsColumn column, String table, String base, int sampleRows) {
    /** Read a fifth more than is wanted: a sample of pages has about as many rows as was asked for. */
    private static final double MARGIN = 1.2;

    /** One row. A value's quantile is the first whose place is at least that share of all, as PERCENTILE_DISC is defined. */
    String figures() {
        List<String> asked = new ArrayList<>();
        asked.add("COALESCE(SUM(CASE WHEN v IS NULL THEN CAST(0 AS bigint) ELSE 1 END), 0) AS [filled]");
        asked.add("COALESCE(SUM(CASE WHEN v IS NULL THEN CAST(1 AS bigint) ELSE 0 END), 0) AS [nulls]");
        boolean ordered = false;
        switch (column.kind()) {
            case "number", "time" -> {
                ordered = true;
                asked.add("COUNT_BIG(DISTINCT v) AS [distinct]");
                asked.add(text("MIN(v)") + " AS [min]");
                asked.add(text("MAX(v)") + " AS [max]");
                for (int i = 0; i < SqlServerStatistics.quantiles().size(); i++) {
                    String share = SqlServerStatistics.quantiles().get(i);
                    asked.add(text("MIN(CASE WHEN place >= " + share + " * filled THEN v END)") + " AS [quantile_" + i
                            + "]");
                }
                if (column.kind().equals("number")) {
                    asked.add("AVG(CAST(v AS float)) AS [mean]");
                    asked.add("STDEV(CAST(v AS float)) AS [stddev]");
                }
            }
            case "text" -> {
                asked.add("COUNT_BIG(DISTINCT v) AS [distinct]");
                addLengths(asked, "LEN(v)");
            }
            case "name" -> asked.add("COUNT_BIG(DISTINCT v) AS [distinct]");
            case "bytes" -> addLengths(asked, "DATALENGTH(v)");
            default -> {}
        }
        String from = ordered
                ? "(SELECT v, ROW_NUMBER() OVER (ORDER BY CASE WHEN v IS NULL THEN 1 ELSE 0 END, v) AS place, COUNT(v) OVER () AS"
                        + " filled FROM " + sample() + ") placed"
                : sample();
        return "SELECT " + String.join(", ", asked) + " FROM " + from;
    }

    /** The ten most frequent values, their first 200 characters. */
    String top() {
        return "SELECT TOP (10) value, COUNT_BIG(*) AS n FROM (SELECT LEFT(" + text("v") + ", 200) AS value FROM "
                + sample()
                + " WHERE v IS NOT NULL) filled GROUP BY value ORDER BY n DESC, value COLLATE Latin1_General_BIN2";
    }

    private static void addLengths(List<String> asked, String length) {
        asked.add("MIN(CAST(" + length + " AS bigint)) AS [length_min]");
        asked.add("MAX(CAST(" + length + " AS bigint)) AS [length_max]");
        asked.add("AVG(CAST(" + length + " AS float)) AS [length_mean]");
    }

    private String sample() {
        return "(SELECT TOP (" + sampleRows + ") " + quoted(column.name()) + " AS v FROM " + quoted(column.schema())
                + "." + quoted(table) + sampling() + ") sample";
    }

    /** Pages chosen by chance, the same ones for all columns; of views the first rows are read. */
    private String sampling() {
        double rows = column.rows().orElse(0L);
        return column.relation().equals("U") && rows > sampleRows * MARGIN
                ? String.format(
                        Locale.ROOT,
                        " TABLESAMPLE SYSTEM (%.6f PERCENT) REPEATABLE (1)",
                        Math.min(100, 100 * MARGIN * sampleRows / rows))
                : "";
    }

    /** As text in which nothing is rounded: of money four decimals, of a float 17 digits, of a time ISO 8601. */
    private String text(String value) {
        int style = switch (base) {
            case "money", "smallmoney" -> 2;
            case "float", "real" -> 3;
            case "date", "time", "datetime", "smalldatetime", "datetime2", "datetimeoffset" -> 126;
            default -> 0;
        };
        return "CONVERT(nvarchar(4000), " + value + ", " + style + ")";
    }

    /** SECURITY: names come from the catalog, and are quoted all the same: people may call a column {@code ]; DROP …}. */
    private static String quoted(String name) {
        return '[' + name.replace("]", "]]") + ']';
    }
}
