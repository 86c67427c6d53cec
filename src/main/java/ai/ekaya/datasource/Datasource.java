package ai.ekaya.datasource;

import ai.ekaya.identity.ProjectId;
import ai.ekaya.sql.SchemaNames;

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
        WritableLogin writableLogin) {

    /** A collation of SQL Server that tells letters apart is taken for one that does not: it may find too much, and misses nothing. */
    public SchemaNames.Letters letters() {
        return type.equals(DatasourceType.SQL_SERVER.text()) ? SchemaNames.Letters.ARE_ONE : SchemaNames.Letters.DIFFER;
    }
}
