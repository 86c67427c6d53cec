package ai.ekaya.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What nothing may be left of once a server has started: asked of the catalogs, as a superuser. Each query counts what is wrong. */
final class Orphans {
    /** Of this database: other tests have theirs in the same cluster. */
    private static final String APPS = "(SELECT DISTINCT oid, rolname FROM pg_roles JOIN pg_shdepend ON refobjid = oid"
            + " AND refclassid = 'pg_authid'::regclass AND classid = 'pg_database'::regclass"
            + " AND objid = (SELECT oid FROM pg_database WHERE datname = current_database())"
            + " WHERE rolname ~ '^app_[0-9a-f]{20}$') AS r";

    private static final Map<String, String> QUERIES = new LinkedHashMap<>();

    static {
        QUERIES.put("operations that nobody goes on with", "FROM ekaya.app_operation");
        QUERIES.put(
                "apps that are in between",
                "FROM ekaya.installed_app WHERE state IN ('INSTALLING', 'UPDATING', 'UNINSTALLING')");
        QUERIES.put("apps whose runs are held", "FROM ekaya.installed_app WHERE held_until IS NOT NULL");
        QUERIES.put(
                "schemas of no app",
                "FROM pg_namespace WHERE nspname ~ '^app_[0-9a-f]{20}$'"
                        + " AND nspname NOT IN (SELECT schema_name FROM ekaya.app_database)"
                        + " AND nspname NOT IN (SELECT schema_name FROM ekaya.app_schema_copy)");
        QUERIES.put(
                "schemas that are told of and are not there",
                "FROM (SELECT schema_name FROM ekaya.app_database UNION ALL SELECT schema_name FROM ekaya.app_schema_copy) AS s"
                        + " WHERE schema_name NOT IN (SELECT nspname FROM pg_namespace)");
        QUERIES.put("copies that are not finished", "FROM ekaya.app_schema_copy WHERE purpose <> 'KEPT'");
        QUERIES.put(
                "roles of no app", "FROM " + APPS + " WHERE rolname NOT IN (SELECT role_name FROM ekaya.app_database)");
        QUERIES.put(
                "apps' roles that are not there, or may not log in",
                "FROM ekaya.app_database d LEFT JOIN pg_roles p ON p.rolname = d.role_name WHERE p.rolcanlogin IS NOT TRUE");
        QUERIES.put(
                "sealed passwords of no app",
                "FROM ekaya.app_database d WHERE NOT EXISTS (SELECT FROM ekaya.installed_app a WHERE a.id = d.app_id)");
        QUERIES.put(
                "grants on a schema to another app's role, or on a copy to any",
                "FROM pg_namespace n, " + APPS + " WHERE n.nspname ~ '^app_[0-9a-f]{20}$'"
                        + " AND has_schema_privilege(r.oid, n.oid, 'USAGE, CREATE')"
                        + " AND NOT EXISTS (SELECT FROM ekaya.app_database d WHERE d.role_name = r.rolname"
                        + " AND d.schema_name = n.nspname)");
        QUERIES.put(
                "memberships in apps' roles that somebody forgot to take back",
                "FROM pg_auth_members m JOIN " + APPS + " ON r.oid = m.roleid WHERE m.set_option OR m.inherit_option");
        QUERIES.put(
                "packages of no app, version, update or run",
                "FROM ekaya.app_package p WHERE package_hash NOT IN (SELECT package_hash FROM ekaya.installed_app)"
                        + " AND package_hash NOT IN (SELECT package_hash FROM ekaya.app_version)"
                        + " AND package_hash NOT IN (SELECT package_hash FROM ekaya.app_held_update)"
                        + " AND 'blake3:' || package_hash NOT IN (SELECT package_hash FROM ekaya.run)"
                        + " AND package_hash NOT IN (SELECT package_hash FROM ekaya.run)");
        QUERIES.put(
                "apps whose package is not stored",
                "FROM ekaya.installed_app a WHERE NOT EXISTS (SELECT FROM ekaya.app_package p"
                        + " WHERE p.project_id = a.project_id AND p.package_hash = a.package_hash)");
        QUERIES.put(
                "apps that are not what the last line of their history says",
                "FROM ekaya.installed_app a WHERE state <> 'REMOVED' AND package_hash IS DISTINCT FROM (SELECT v.package_hash"
                        + " FROM ekaya.app_version v WHERE v.app_id = a.id ORDER BY number DESC LIMIT 1)");
        QUERIES.put(
                "state of no app",
                "FROM ekaya.app_state s WHERE NOT EXISTS (SELECT FROM ekaya.installed_app a WHERE a.id = s.app_id)");
    }

    private Orphans() {}

    /** A sentence for each kind that there is any of. */
    static List<String> found(Platform platform) {
        List<String> wrong = new ArrayList<>();
        QUERIES.forEach((what, from) -> {
            long count = platform.count("SELECT count(*) " + from);
            if (count > 0) {
                wrong.add(count + " " + what);
            }
        });
        return wrong;
    }
}
