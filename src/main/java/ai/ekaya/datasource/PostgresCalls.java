package ai.ekaya.datasource;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;

/** Which of the functions that a statement calls are more than a read-only transaction can hold. */
final class PostgresCalls {
    private static final String CONDITION =
            " p.prokind <> 'p' AND (p.provolatile = 'v' AND (p.prosecdef OR NOT l.lanpltrusted)"
                    + " OR p.provolatile = 's' AND NOT l.lanpltrusted AND p.proname NOT IN ('unaccent', 'show_limit')"
                    + " AND p.proname !~ '^(st|postgis)_')"
                    + " AND p.pronamespace <> 'pg_catalog'::pg_catalog.regnamespace";

    /** All that {@link #harmful} speaks of, whoever may call them. */
    static final String HARMFUL = "SELECT p.oid, p.provolatile FROM pg_catalog.pg_proc p"
            + " JOIN pg_catalog.pg_language l ON l.oid = p.prolang WHERE" + CONDITION;

    private static final String NAMED = "SELECT p.proname FROM pg_catalog.pg_proc p"
            + " JOIN pg_catalog.pg_language l ON l.oid = p.prolang"
            + " WHERE p.proname = ANY (?::pg_catalog.text[]::pg_catalog.name[]) AND" + CONDITION
            + " AND pg_catalog.has_schema_privilege(p.pronamespace, 'USAGE') LIMIT 1";

    private PostgresCalls() {}

    /**
     * The name of one that a database's users or an extension made, that is volatile, and that runs with its owner's rights or in a
     * language that can leave the database: {@code dblink}, {@code http_get}, {@code aws_s3}'s exports, Python with files and sockets.
     * In such a language a stable one counts, too: {@code crosstab} runs SQL given as text; a few that are widely used do not. A
     * volatile function in SQL or PL/pgSQL with the caller's own rights is left to the transaction, as most people forget to say
     * IMMUTABLE.
     */
    static Optional<String> harmful(Connection connection, Set<String> names) throws SQLException {
        if (names.isEmpty()) {
            return Optional.empty();
        }
        try (PreparedStatement statement = connection.prepareStatement(NAMED)) {
            statement.setArray(1, connection.createArrayOf("text", names.toArray()));
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
            }
        }
    }
}
