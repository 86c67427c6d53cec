package ai.ekaya.sql;

import java.util.List;
import java.util.Set;

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
    private static final Set<String> DATA = Set.of("select", "insert", "update", "delete", "merge", "with", "values");

    private SchemaChanges() {}

    static boolean allows(SqlStatement statement) {
        return STARTS.stream().anyMatch(start -> statement.startsWith(start.split(" ")));
    }

    static boolean startsLikeData(SqlStatement statement) {
        SqlToken first = statement.tokens().get(0);
        return first.isSymbol('(') || first.kind() == SqlToken.Kind.WORD && DATA.contains(first.name());
    }
}
