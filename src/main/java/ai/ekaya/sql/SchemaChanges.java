package ai.ekaya.sql;

import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which statements a migration, and an app at run time, may hold beside data: decided by their first words, which in PostgreSQL's grammar say what kind a
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

    /** Without vacuums a table's files would grow over what an app may take. */
    private static final Set<String> STORAGE =
            Set.of("vacuum_truncate", "vacuum_index_cleanup", "log_autovacuum_min_duration");

    private static final String ACCEPTED = "CREATE, ALTER and DROP of tables, indexes, views, sequences, types and"
            + " domains, COMMENT ON, TRUNCATE, and SELECT, INSERT, UPDATE, DELETE, MERGE";

    /** Words that, one after the other, say that a table is given away, or that something runs on its own at each change. */
    private static final List<String> HARMFUL = List.of(
            "owner to",
            "set schema",
            "row level security",
            "enable trigger",
            "disable trigger",
            "enable rule",
            "disable rule",
            "enable replica",
            "enable always",
            "security_barrier",
            "security_invoker");

    private SchemaChanges() {}

    /** @throws Refusal for a part of an accepted statement that is not accepted */
    static void requireHarmless(SqlStatement statement) {
        List<String> words = statement.tokens().stream()
                .map(token -> token.isName() ? token.name() : token.text())
                .toList();
        words.stream()
                .filter(word -> word.startsWith("autovacuum_") || STORAGE.contains(word))
                .findFirst()
                .ifPresent(word -> {
                    throw forbidden("Storage parameter " + SqlFailures.clipped(word) + " is not open to apps");
                });
        for (String harmful : HARMFUL) {
            if (Collections.indexOfSubList(words, List.of(harmful.split(" "))) > 0) {
                throw forbidden(statement.start() + " … " + harmful.toUpperCase(Locale.ROOT) + " is not open to apps");
            }
        }
    }

    private static Refusal forbidden(String message) {
        return new Refusal(RefusalCode.BAD_ARGUMENT, message).forbidden();
    }

    /** Comments are in the catalogs, which no app's space counts. */
    static void requireSmallComment(SqlStatement statement, int lengthMax) {
        boolean large = statement.startsWith("comment")
                && statement.tokens().stream().anyMatch(token -> token.text().length() > lengthMax);
        if (large) {
            throw new Refusal(RefusalCode.LIMIT, "A comment has at most " + lengthMax + " characters");
        }
    }

    /** Says that an app may not send the statement, and what it may send. */
    static String refusalAtRunTime(SqlStatement statement) {
        return statement.start() + " is not accepted here"
                + meant(statement)
                        .map(start -> "; did you mean " + start + "?")
                        .orElse("; an app sends one of " + ACCEPTED);
    }

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
        return Math.abs(given.length() - start.length()) <= most && Spelling.distance(given, start) <= most;
    }

    static boolean allows(SqlStatement statement) {
        return STARTS.stream().anyMatch(start -> statement.startsWith(start.split(" ")));
    }

    static boolean startsLikeData(SqlStatement statement) {
        SqlToken first = statement.tokens().get(0);
        return first.isSymbol('(') || first.kind() == SqlToken.Kind.WORD && DATA.contains(first.name());
    }
}
