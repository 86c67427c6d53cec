package ai.ekaya.keys;

/** Where sealed values are stored; a new such column, named {@code sealed_…}, has its line here, or a rotation would lose it. */
enum SealedColumn {
    DATASOURCE("datasource", "id", "sealed_password", "datasource:"),
    APP_DATABASE("app_database", "app_id", "sealed_password", "appdb:"),
    AUDIT_KEY("audit_key", "id", "sealed_pair", "audit-key:"),
    PROJECT_SECRET("project_secret", "id", "sealed_value", "secret:"),
    WEBHOOK("app_trigger_secret", "id", "sealed_secret", "webhook:"),
    NOTIFY_CHANNEL("notify_channel", "id", "sealed_target", "notify-channel:"),
    SSO_REFRESH("sso_session", "id", "sealed_refresh", "sso-refresh:"),
    SSO_ID_TOKEN("sso_session", "id", "sealed_id_token", "sso-id:"),
    PROJECT_KEY("project_key", "project_id", "sealed_key", "project-key:");

    private final String table;
    private final String id;
    private final String column;
    private final String context;

    SealedColumn(String table, String id, String column, String context) {
        this.table = table;
        this.id = id;
        this.column = column;
        this.context = context;
    }

    /** {@code datasource.sealed_password}. */
    String place() {
        return table + "." + column;
    }

    /** Form and key of the values, as {@code v2:<key id>}, and how many there are of each. */
    String count() {
        return "SELECT coalesce(substring(" + column + " from '^(v[12]:[0-9a-f]+):'), '?:?'), count(*) FROM ekaya."
                + table + " WHERE " + column + " IS NOT NULL GROUP BY 1";
    }

    /**
     * Rows whose value begins otherwise, from the first on or after one, so many. They are locked; those that others hold are left, as
     * waiting for two rows is how deadlocks begin.
     */
    String underOthers(boolean fromFirst) {
        return "SELECT " + id + "::text, " + column + " FROM ekaya." + table + " WHERE NOT starts_with(" + column
                + ", ?)" + (fromFirst ? "" : " AND " + id + " > ?") + " ORDER BY " + id
                + " LIMIT ? FOR UPDATE SKIP LOCKED";
    }

    String update() {
        return "UPDATE ekaya." + table + " SET " + column + " = ? WHERE " + id + " = ? AND " + column + " = ?";
    }

    /** As who sealed it named it. */
    String context(String rowId) {
        return context + rowId;
    }
}
