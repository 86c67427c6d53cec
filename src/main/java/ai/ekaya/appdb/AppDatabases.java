package ai.ekaya.appdb;

import ai.ekaya.limits.Cancellation;
import ai.ekaya.sql.QueryResult;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.UUID;

/** An app's own schema and login role. Thread-safe. */
public final class AppDatabases {

    /**
     * Makes role and schema and runs the migrations, all or nothing; running it again with more migrations runs only those.
     *
     * @throws ai.ekaya.limits.Refusal {@code BAD_ARGUMENT} naming the script and the statement that is not accepted or failed
     */
    public void create(UUID project, AppId app, List<AppMigration> migrations) {
        throw new UnsupportedOperationException();
    }

    /** Drops schema, role and state; does nothing when there are none. */
    public void drop(AppId app) {
        throw new UnsupportedOperationException();
    }

    /** Runs one statement of the app in its own transaction, committed when it succeeds. */
    public QueryResult query(AppId app, String sql, List<JsonNode> params, Cancellation cancellation) {
        throw new UnsupportedOperationException();
    }
}
