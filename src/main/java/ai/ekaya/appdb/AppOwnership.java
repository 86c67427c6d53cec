package ai.ekaya.appdb;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Gives an app's role what is in its schema. After a restore without roles all of it belongs to who restored it, and the app could
 * neither read nor change its own tables.
 */
final class AppOwnership {
    private static final Logger LOG = Logger.getLogger(AppOwnership.class.getName());
    private static final String NOT_PERMITTED = "42501";

    private AppOwnership() {}

    static void giveBack(Connection owner, AppLogin login) throws SQLException {
        List<String> changes = AppRoles.names(owner, changes(login));
        if (!changes.isEmpty()) {
            giveBack(owner, login, changes);
        }
    }

    /** As the other, of what the app owns and may not reach. */
    static void giveBackCopy(Connection owner, AppLogin copy) throws SQLException {
        List<String> changes = AppRoles.names(owner, changes(copy));
        if (!changes.isEmpty()) {
            // Who is to own a table must be able to make one in its schema.
            changes.add(0, "GRANT CREATE ON SCHEMA " + copy.schema() + " TO " + copy.role());
            changes.addAll(CopyAccess.closing(copy));
            giveBack(owner, copy, changes);
        }
    }

    private static void giveBack(Connection owner, AppLogin login, List<String> changes) throws SQLException {
        Savepoint before = owner.setSavepoint();
        try {
            // Who gives away must be able to act as who gets it.
            AppRoles.run(owner, "GRANT " + login.role() + " TO CURRENT_USER");
            for (String change : changes) {
                AppRoles.run(owner, change);
            }
            AppRoles.run(owner, "REVOKE " + login.role() + " FROM CURRENT_USER");
            LOG.log(Level.INFO, "Gave app {0} its {1} tables and types back", new Object[] {login.app(), changes.size()
            });
        } catch (SQLException e) {
            if (!NOT_PERMITTED.equals(e.getSQLState())) {
                throw e;
            }
            owner.rollback(before);
            LOG.log(
                    Level.WARNING,
                    "App {0} does not own its tables and this server may not change that; a superuser has to run: {1}",
                    new Object[] {login.app(), String.join("; ", changes)});
        }
    }

    /** A sequence of a column and the row type of a table follow their table. */
    private static String changes(AppLogin login) {
        return """
                SELECT format('ALTER TABLE %%I.%%I OWNER TO %2$s', '%1$s', c.relname)
                FROM pg_class c
                WHERE c.relnamespace = '%1$s'::regnamespace AND c.relowner <> '%2$s'::regrole
                  AND c.relkind IN ('r', 'p', 'v', 'm', 'S') AND c.relname NOT IN ('%3$s', '%4$s')
                  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid
                                  AND c.relkind = 'S' AND d.deptype IN ('a', 'i'))
                UNION ALL
                SELECT format('ALTER %%s %%I.%%I OWNER TO %2$s',
                              CASE t.typtype WHEN 'd' THEN 'DOMAIN' ELSE 'TYPE' END, '%1$s', t.typname)
                FROM pg_type t
                WHERE t.typnamespace = '%1$s'::regnamespace AND t.typowner <> '%2$s'::regrole
                  AND (t.typtype IN ('e', 'd', 'r')
                       OR EXISTS (SELECT FROM pg_class c WHERE c.oid = t.typrelid AND c.relkind = 'c'))
                """.formatted(login.schema(), login.role(), AppliedMigrations.TABLE, WriteMarks.TABLE);
    }
}
