package ai.ekaya.datasource;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.sql.CheckedStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import org.postgresql.PGConnection;

/**
 * What calls a function of {@link PostgresCalls} without naming it: operators, aggregates and casts that the database's users made,
 * and views, also through other views. Read once for a connection and minute, as hardly any database has one. What an extension brings
 * does not count here: {@code pg_trgm}'s operators are as its authors say, and none leaves the database. Thread-safe.
 */
final class HiddenCalls {
    private static final String ALL = """
            WITH RECURSIVE harmful AS MATERIALIZED (%s),
            own AS MATERIALIZED (
                SELECT h.oid FROM harmful h WHERE h.provolatile = 'v' AND NOT EXISTS (
                    SELECT FROM pg_catalog.pg_depend d WHERE d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass
                       AND d.objid = h.oid AND d.deptype = 'e')),
            operators AS MATERIALIZED (
                SELECT o.oid, o.oprname FROM pg_catalog.pg_operator o WHERE o.oprcode IN (SELECT oid FROM own)),
            aggregates AS MATERIALIZED (
                SELECT p.oid, p.proname FROM pg_catalog.pg_aggregate a JOIN pg_catalog.pg_proc p ON p.oid = a.aggfnoid
                WHERE ARRAY[a.aggtransfn, a.aggfinalfn, a.aggcombinefn, a.aggmtransfn, a.aggminvtransfn, a.aggmfinalfn]::pg_catalog.oid[]
                      && ARRAY(SELECT oid FROM own)),
            casts AS MATERIALIZED (
                SELECT c.oid, c.castsource, c.casttarget, c.castcontext FROM pg_catalog.pg_cast c
                WHERE c.castfunc IN (SELECT oid FROM own)),
            called AS MATERIALIZED (
                SELECT 'pg_catalog.pg_proc'::pg_catalog.regclass::pg_catalog.oid AS class, oid FROM harmful
                UNION ALL SELECT 'pg_catalog.pg_operator'::pg_catalog.regclass, oid FROM operators
                UNION ALL SELECT 'pg_catalog.pg_proc'::pg_catalog.regclass, oid FROM aggregates
                UNION ALL SELECT 'pg_catalog.pg_cast'::pg_catalog.regclass, oid FROM casts),
            views AS (
                SELECT r.ev_class AS oid FROM called u
                JOIN pg_catalog.pg_depend d ON d.refclassid = u.class AND d.refobjid = u.oid
                JOIN pg_catalog.pg_rewrite r ON d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass AND r.oid = d.objid
                UNION
                SELECT r.ev_class FROM views v
                JOIN pg_catalog.pg_depend d ON d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refobjid = v.oid
                JOIN pg_catalog.pg_rewrite r ON d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass AND r.oid = d.objid)
            SELECT 'operator', oprname, '' FROM operators
            UNION ALL SELECT 'aggregate', proname, '' FROM aggregates
            UNION ALL SELECT CASE castcontext WHEN 'i' THEN 'implicit cast' ELSE 'cast' END,
                pg_catalog.format_type(castsource, NULL), pg_catalog.format_type(casttarget, NULL) FROM casts
            UNION ALL SELECT 'view', c.relname, '' FROM views v JOIN pg_catalog.pg_class c ON c.oid = v.oid
            WHERE c.relkind = 'v' AND NOT EXISTS (
                SELECT FROM pg_catalog.pg_depend d WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
                   AND d.objid = c.oid AND d.deptype = 'e')
            LIMIT ?
            """.formatted(PostgresCalls.HARMFUL);

    /** Of one kind, under a name; {@code other} is a cast's target. */
    private record Hidden(String kind, String name, String other) {
        boolean isIn(CheckedStatement statement, Set<String> names, Set<String> symbols) {
            return switch (kind) {
                case "operator" -> symbols.stream().anyMatch(run -> run.contains(name));
                // Written as a cast of any type, or as a function; the text does not tell of what type a column is.
                case "cast" ->
                    symbols.stream().anyMatch(run -> run.contains("::"))
                            || names.contains("cast")
                            || statement.calls().stream().anyMatch(other::endsWith);
                case "implicit cast" -> true;
                default -> names.contains(name);
            };
        }

        String text() {
            return kind + " " + name + (other.isEmpty() ? "" : " to " + other);
        }
    }

    private record Known(List<Hidden> all, long nanos) {
        boolean isFresh(Duration kept) {
            return System.nanoTime() - nanos < kept.toNanos();
        }
    }

    private final Limits limits;

    private final Map<PGConnection, Known> known = Collections.synchronizedMap(new WeakHashMap<>());

    HiddenCalls(Limits limits) {
        this.limits = limits;
    }

    /** The first that a statement uses, as {@code view daily}; asked in a transaction. */
    Optional<String> used(Connection connection, CheckedStatement statement) throws SQLException {
        List<Hidden> all = all(connection);
        if (all.isEmpty()) {
            return Optional.empty();
        }
        Set<String> names = statement.names();
        Set<String> symbols = statement.symbols();
        return all.stream()
                .filter(hidden -> hidden.isIn(statement, names, symbols))
                .map(Hidden::text)
                .findFirst();
    }

    private List<Hidden> all(Connection connection) throws SQLException {
        PGConnection physical = connection.unwrap(PGConnection.class);
        Known kept = known.get(physical);
        if (kept != null && kept.isFresh(limits.durationOf(Limit.DATASOURCE_HIDDEN_CALLS_SECONDS))) {
            return kept.all();
        }
        List<Hidden> all = new ArrayList<>();
        try (PreparedStatement asked = connection.prepareStatement(ALL)) {
            asked.setInt(1, limits.intOf(Limit.DATASOURCE_HIDDEN_CALLS_COUNT));
            try (ResultSet rows = asked.executeQuery()) {
                while (rows.next()) {
                    all.add(new Hidden(rows.getString(1), rows.getString(2), rows.getString(3)));
                }
            }
        }
        known.put(physical, new Known(List.copyOf(all), System.nanoTime()));
        return all;
    }
}
