package ai.ekaya.install;

import java.sql.SQLException;

/** Tells a lost race from other failures of the database. */
final class Conflicts {
    private static final String UNIQUE_VIOLATION = "23505";

    private Conflicts() {}

    static boolean unique(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && UNIQUE_VIOLATION.equals(sql.getSQLState())) {
                return true;
            }
        }
        return false;
    }
}
