package ai.ekaya.tools;

import ai.ekaya.sql.QueryResult;
import java.util.Optional;
import java.util.UUID;

/**
 * Rows of a datasource that a tool's answer holds, with what the database says of their columns. It stays inside the server: the run
 * that called has to know whose values it got.
 *
 * @param datasource empty where the tool does not say which one
 * @param statement that gave them, empty where it is not the caller's to know
 * @param result its JSON as it stands in the answer
 */
public record RowsGiven(Optional<UUID> datasource, String statement, QueryResult result) {}
