package ai.ekaya.datasource;

import ai.ekaya.identity.ProjectId;

/**
 * A database that a project's apps may read; never its password.
 *
 * @param type {@code postgresql}; SQL Server follows behind the same port
 * @param canWrite whether the probe found that this login can change data; apps are refused then
 * @param writableLogin unless an administrator allows it
 */
public record Datasource(
        DatasourceId id,
        ProjectId project,
        String name,
        String type,
        String host,
        int port,
        String database,
        String user,
        String sslMode,
        boolean canWrite,
        WritableLogin writableLogin) {}
