package ai.ekaya.sql;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which statements a migration may hold beside data: decided by their first words, which in PostgreSQL's grammar say what kind a
 * statement is. Functions, triggers, extensions, grants, roles, schemas, DO, CALL, COPY and SET are not in the list.
 */
final class SchemaChanges {
    private static final List<String> STARTS = List.of(
            "create table",
            "create unlogged table",
            "create index",
            "create unique index",
            "create view",
            "create or replace view",
            "create materialized view",
            "refresh materialized view",
            "create sequence",
            "create type",
            "create domain",
            "alter table",
            "alter index",
            "alter sequence",
            "alter type",
            "alter view",
            "drop table",
            "drop index",
            "drop view",
            "drop materialized view",
            "drop sequence",
            "drop type",
            "drop domain",
            "comment on table",
            "comment on column",
            "comment on view",
            "comment on index",
            "comment on type",
            "truncate");
    private static final Set<String> DATA =
            Set.of("select", "insert", "update", "delete", "merge", "with", "values", "table");

    private static final String ACCEPTED = "CREATE, ALTER and DROP of tables, indexes, views, sequences, types and"
            + " domains, COMMENT ON, TRUNCATE, and SELECT, INSERT, UPDATE, DELETE, MERGE";

    private SchemaChanges() {}

    /** Says that a migration may not hold the statement, and what one may hold. */
    static String refusal(SqlStatement statement) {
        return statement.start() + " is not accepted in a migration"
                + meant(statement).map(start -> "; did you mean " + start + "?").orElse("; one holds " + ACCEPTED);
    }

    /** What the first words would be but for one or two letters. */
    private static Optional<String> meant(SqlStatement statement) {
        return Stream.concat(STARTS.stream(), DATA.stream().sorted())
                .filter(start -> isTypo(statement.firstWords(start.split(" ").length), start))
                .findFirst()
                .map(start -> start.toUpperCase(Locale.ROOT));
    }

    private static boolean isTypo(String given, String start) {
        int most = start.length() < 6 ? 1 : 2;
        return Math.abs(given.length() - start.length()) <= most && distance(given, start) <= most;
    }

    /** Levenshtein's. */
    private static int distance(String given, String meant) {
        int[] row = new int[meant.length() + 1];
        Arrays.setAll(row, i -> i);
        for (int i = 1; i <= given.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= meant.length(); j++) {
                int change = diagonal + (given.charAt(i - 1) == meant.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[meant.length()];
    }

    static boolean allows(SqlStatement statement) {
        return STARTS.stream().anyMatch(start -> statement.startsWith(start.split(" ")));
    }

    static boolean startsLikeData(SqlStatement statement) {
        SqlToken first = statement.tokens().get(0);
        return first.isSymbol('(') || first.kind() == SqlToken.Kind.WORD && DATA.contains(first.name());
    }
}
