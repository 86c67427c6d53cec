package ai.ekaya.sql;

import java.util.List;
import java.util.Set;

/**
 * Names that a guest's SQL may not use: functions that act outside of the statement, wait, read files or run SQL given as text, and
 * system relations that tell of others. Names of the system ({@code pg_…}) are refused unless listed; all others are allowed unless
 * listed.
 */
final class DeniedNames {
    private static final List<String> FUNCTION_STARTS = List.of(
            "lo_",
            "dblink",
            "http",
            "postgres_fdw",
            "aws_",
            "xp_",
            "sp_",
            "binary_upgrade_",
            "table_to_xml",
            "query_to_xml",
            "cursor_to_xml",
            "schema_to_xml",
            "database_to_xml");
    private static final Set<String> FUNCTIONS = Set.of(
            "set_config",
            "loread",
            "lowrite",
            "ts_stat",
            "ts_rewrite",
            "openrowset",
            "openquery",
            "opendatasource",
            "txid_current");
    private static final Set<String> SEQUENCE_FUNCTIONS = Set.of("nextval", "setval");

    private static final Set<String> SYSTEM_FUNCTIONS = Set.of(
            "pg_typeof",
            "pg_column_size",
            "pg_size_pretty",
            "pg_relation_size",
            "pg_table_size",
            "pg_indexes_size",
            "pg_total_relation_size",
            "pg_get_viewdef",
            "pg_get_constraintdef",
            "pg_get_indexdef",
            "pg_get_expr",
            "pg_get_serial_sequence",
            "pg_table_is_visible",
            "pg_partition_root",
            "pg_collation_for",
            "pg_input_is_valid");
    /** What describes the tables of the database itself. */
    private static final Set<String> SYSTEM_RELATIONS = Set.of(
            "pg_catalog",
            "pg_attrdef",
            "pg_attribute",
            "pg_class",
            "pg_constraint",
            "pg_description",
            "pg_enum",
            "pg_index",
            "pg_indexes",
            "pg_inherits",
            "pg_matviews",
            "pg_namespace",
            "pg_partitioned_table",
            "pg_sequences",
            "pg_stat_all_indexes",
            "pg_stat_all_tables",
            "pg_stat_user_indexes",
            "pg_stat_user_tables",
            "pg_stats",
            "pg_tables",
            "pg_type",
            "pg_views");

    private DeniedNames() {}

    static boolean function(String name) {
        if (name.startsWith("pg_")) {
            return !SYSTEM_FUNCTIONS.contains(name);
        }
        return FUNCTIONS.contains(name) || FUNCTION_STARTS.stream().anyMatch(name::startsWith);
    }

    static boolean sequenceFunction(String name) {
        return SEQUENCE_FUNCTIONS.contains(name);
    }

    static boolean systemName(String name) {
        return name.startsWith("pg_") || name.equals("information_schema");
    }

    /** Tables that the platform keeps in an app's schema. */
    static boolean platformName(String name) {
        return name.startsWith("ekaya_");
    }

    static boolean describesTables(String name) {
        return name.equals("information_schema") || SYSTEM_RELATIONS.contains(name);
    }
}
