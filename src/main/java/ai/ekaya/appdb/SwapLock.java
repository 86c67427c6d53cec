package ai.ekaya.appdb;

/**
 * Keeps a statement on one side of a swap of schemas. PostgreSQL finds each table of a statement by its name as it comes to it, so
 * that one statement could read a table from before and another from after. Who works in a schema holds this to the end of its
 * transaction; {@code ekaya.swap_app_schema} takes it for itself alone.
 */
final class SwapLock {
    /** Of the schema that the connection is in. */
    static final String SHARED = shared("current_schema()::text", "");

    private SwapLock() {}

    static String shared(String schema) {
        return shared(schema, "'");
    }

    private static String shared(String schema, String quote) {
        return "SELECT pg_advisory_xact_lock_shared(hashtext('ekaya app schema'), hashtext(" + quote + schema + quote
                + "))";
    }
}
