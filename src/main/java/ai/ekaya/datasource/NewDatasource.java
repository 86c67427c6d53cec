package ai.ekaya.datasource;

import ai.ekaya.keys.Secret;

/** A datasource to be saved after its connection was tried. */
public record NewDatasource(
        String name,
        String type,
        String host,
        int port,
        String database,
        String user,
        Secret password,
        String sslMode,
        String authentication) {
    /** By password. */
    public NewDatasource(
            String name,
            String type,
            String host,
            int port,
            String database,
            String user,
            Secret password,
            String sslMode) {
        this(name, type, host, port, database, user, password, sslMode, Target.BY_PASSWORD);
    }
}
