package ai.ekaya.datasource;

import ai.ekaya.identity.ProjectId;

/**
 * A database that a project's apps may read; never its password.
 *
 * @param type {@code postgresql} or {@code sqlserver}
 * @param authentication {@code password}, or {@code entra-service-principal} where the user is a client id
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
        String authentication,
        boolean canWrite,
        WritableLogin writableLogin) {}
