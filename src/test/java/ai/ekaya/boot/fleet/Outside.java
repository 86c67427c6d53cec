package ai.ekaya.boot.fleet;

import ai.ekaya.boot.Api;
import java.util.List;
import java.util.Map;

/**
 * Another database, into which apps of the harness write by an approved query under their run's key. Nothing in its table keeps them from
 * doing that twice, and the product has no mark in it. The check sees it as {@code fleet.entry}.
 */
final class Outside {
    static final String DATABASE = "outside";
    static final String QUERY = "enter";

    private Outside() {}

    static void make(Cluster cluster) {
        cluster.sql("postgres", "CREATE ROLE outside LOGIN PASSWORD 'owner'");
        cluster.sql("postgres", "CREATE DATABASE outside OWNER outside");
        cluster.sql(DATABASE, "CREATE TABLE public.entry (run text NOT NULL)");
        cluster.sql(DATABASE, "GRANT SELECT, INSERT ON public.entry TO outside");
        cluster.sql(TwoServers.DATABASE, """
                CREATE EXTENSION postgres_fdw SCHEMA public;
                CREATE SERVER outside FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host '127.0.0.1', port '%d', dbname 'outside');
                CREATE USER MAPPING FOR CURRENT_USER SERVER outside OPTIONS (user 'outside', password 'owner');
                CREATE FOREIGN TABLE fleet.entry (run text) SERVER outside OPTIONS (schema_name 'public', table_name 'entry')
                """.formatted(cluster.port()));
    }

    /** Lets a project's apps write there. */
    static void open(Api admin, String project, int port) {
        Api.Answer made = require(
                admin.post(
                        project + "/datasources",
                        Map.of(
                                "name", DATABASE,
                                "type", "postgresql",
                                "host", "localhost",
                                "port", port,
                                "database", DATABASE,
                                "user", "outside",
                                "password", "owner",
                                "sslMode", "disable")),
                201);
        String datasource = made.json().path("id").asText();
        require(admin.patch(project + "/datasources/" + datasource, Map.of("writableLogin", "allow")), 200);
        require(
                admin.post(
                        project + "/queries",
                        Map.of(
                                "name",
                                QUERY,
                                "description",
                                "Says that a run was here",
                                "datasource",
                                datasource,
                                "sql",
                                "INSERT INTO public.entry (run) VALUES ({{run}})",
                                "parameters",
                                List.of(Map.of("name", "run", "type", "text")),
                                "writes",
                                true,
                                "rowLimit",
                                1)),
                201);
        require(admin.post(project + "/queries/" + QUERY + "/approve", Map.of("version", 1, "writes", true)), 200);
    }

    static Api.Answer require(Api.Answer answer, int status) {
        if (answer.status() != status) {
            throw new IllegalStateException("Expected " + status + ", got " + answer);
        }
        return answer;
    }
}
