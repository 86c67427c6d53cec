package ai.ekaya.sql;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Names that a guest's SQL may not use: functions that act outside of the statement, wait, read files or run SQL given as text, and
 * system relations that tell of others. Names of the system ({@code pg_…}) are refused unless listed; all others are allowed unless
 * listed. Both kinds of guests have the first list; an app shares its database with other apps and has the second as well.
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
            // Extensions' functions that run SQL given as text.
            "crosstab",
            "connectby",
            "xpath_table",
            "database_to_xml",
            // Where the server is, and what it is.
            "inet_server_",
            "inet_client_",
            "txid_",
            "brin_summarize_",
            "brin_desummarize_",
            "fmgr_",
            "plpgsql_");
    private static final Set<String> FUNCTIONS = Set.of(
            "set_config",
            "loread",
            "lowrite",
            "ts_stat",
            "ts_rewrite",
            "openrowset",
            "openquery",
            "opendatasource",
            "version",
            "current_setting",
            "gin_clean_pending_list",
            // The bytes of a table and the keys of an index.
            "get_raw_page",
            "bt_page_items",
            "postgresql_fdw_validator");
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
    /** Those of them that say nothing of an object by its number. */
    private static final Set<String> SYSTEM_FUNCTIONS_OF_VALUES = Set.of(
            "pg_column_size",
            "pg_size_pretty",
            "pg_size_bytes",
            "pg_get_serial_sequence",
            "pg_collation_for",
            "pg_input_is_valid");

    private static final Set<String> NUMBERED_TYPES = Set.of(
            "regclass",
            "regcollation",
            "regconfig",
            "regdatabase",
            "regdictionary",
            "regnamespace",
            "regoper",
            "regoperator",
            "regproc",
            "regprocedure",
            "regrole",
            "regtype",
            "aclitem");
    /** The types' own functions are included: {@code regclassout(16384)} is a cast, too. */
    private static final Pattern NUMBERED_FUNCTIONS = Pattern.compile("to_reg[a-z]+"
            + "|reg(?:class|collation|config|database|dictionary|namespace|oper|operator|proc|procedure|role|type)"
            + "(?:in|out|recv|send)"
            + "|(?:obj|shobj|col)_description|format_type|has_[a-z_]+_privilege|row_security_active"
            + "|acl(?:contains|default|explode|insert|itemeq|itemin|itemout|remove)|makeaclitem"
            + "|(?:record|domain|enum|array|range|multirange)_(?:in|recv)|oidvectortypes");
    /**
     * What describes the tables of the database itself. SECURITY: none of these holds values of rows, as nobody could tell whose column
     * they are of; guarded by SqlGuardTest and SensitiveValuesIT.
     */
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
            "pg_tables",
            "pg_type",
            "pg_views");

    /** What holds values of columns: frequent ones, and some of the others in order. */
    private static final Set<String> STATISTICS =
            Set.of("pg_stats", "pg_stats_ext", "pg_stats_ext_exprs", "pg_statistic", "pg_statistic_ext_data");

    /** What they tell a login of itself: passwords of servers behind this one, hosts and files. */
    private static final Set<String> FOREIGN_OPTIONS = Set.of(
            "foreign_data_wrapper_options", "foreign_server_options", "foreign_table_options", "user_mapping_options");

    private DeniedNames() {}

    static boolean function(String name) {
        if (name.startsWith("pg_")) {
            return !SYSTEM_FUNCTIONS.contains(name);
        }
        return FUNCTIONS.contains(name) || FUNCTION_STARTS.stream().anyMatch(name::startsWith);
    }

    /**
     * What takes an object by its number and tells its name, text or size. Numbers are easily counted through, so an app would see
     * every other app's and the platform's objects.
     */
    static boolean functionOfNumbers(String name) {
        return name.startsWith("pg_")
                ? !SYSTEM_FUNCTIONS_OF_VALUES.contains(name)
                : NUMBERED_FUNCTIONS.matcher(name).matches();
    }

    /** Types that print an object's name for its number; with an underscore before them, arrays of these. */
    static boolean typeOfNumbers(String name) {
        return NUMBERED_TYPES.contains(name.startsWith("_") ? name.substring(1) : name);
    }

    static boolean sequenceFunction(String name) {
        return SEQUENCE_FUNCTIONS.contains(name);
    }

    static boolean systemName(String name) {
        return name.startsWith("pg_") || name.equals("information_schema") || FOREIGN_OPTIONS.contains(name);
    }

    /** Tables that the platform keeps in an app's schema. */
    static boolean platformName(String name) {
        return name.startsWith("ekaya_");
    }

    static boolean holdsValues(String name) {
        return STATISTICS.contains(name);
    }

    static boolean describesTables(String name) {
        return name.equals("information_schema") || SYSTEM_RELATIONS.contains(name);
    }
}
