package ai.ekaya.appdb;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Who may reach a copy: nobody but the platform, though its tables are the app's. The app's role has no right on the schema; it has
 * one while it makes the copy or migrates it. A sequence can be reached by its number as well, without a right on its schema, so
 * these are closed by themselves.
 */
final class CopyAccess {
    private CopyAccess() {}

    static void open(Connection owner, AppLogin copy) throws SQLException {
        AppRoles.run(owner, "GRANT USAGE, CREATE ON SCHEMA " + copy.schema() + " TO " + copy.role());
        AppRoles.run(
                owner,
                "GRANT SELECT, INSERT ON %1$s.%2$s, %1$s.%3$s TO %4$s"
                        .formatted(copy.schema(), AppliedMigrations.TABLE, WriteMarks.TABLE, copy.role()));
        asMember(owner, copy, "GRANT ALL ON ALL SEQUENCES IN SCHEMA " + copy.schema() + " TO " + copy.role());
    }

    static void close(Connection owner, AppLogin copy) throws SQLException {
        for (String change : closing(copy)) {
            asMember(owner, copy, change);
        }
    }

    /** To be run by who may act as the app's role. */
    static List<String> closing(AppLogin copy) {
        return List.of(
                "REVOKE ALL ON ALL SEQUENCES IN SCHEMA " + copy.schema() + " FROM " + copy.role(),
                "REVOKE ALL ON SCHEMA " + copy.schema() + " FROM " + copy.role());
    }

    private static void asMember(Connection owner, AppLogin copy, String sql) throws SQLException {
        AppRoles.run(owner, "GRANT " + copy.role() + " TO CURRENT_USER");
        AppRoles.run(owner, sql);
        AppRoles.run(owner, "REVOKE " + copy.role() + " FROM CURRENT_USER");
    }
}
