package ai.ekaya.query;

import ai.ekaya.datasource.Datasource;
import ai.ekaya.datasource.DatasourceAccess;
import ai.ekaya.datasource.Datasources;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.sql.ApprovedStatement;
import ai.ekaya.sql.Effect;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** Reads and checks what somebody suggests, before it is a version. Thread-safe. */
@Singleton
final class Wordings {
    private final Datasources datasources;
    private final DatasourceAccess access;
    private final Limits limits;

    @Inject
    Wordings(Datasources datasources, DatasourceAccess access, Limits limits) {
        this.datasources = datasources;
        this.access = access;
        this.limits = limits;
    }

    /** A wording that may be approved. */
    record Checked(QueryVersion.Wording wording, String dialect, ApprovedStatement statement) {
        String hash() {
            ObjectNode all = JsonNodeFactory.instance.objectNode();
            all.put("datasource", wording.datasource().toString());
            all.put("sql", wording.sql());
            all.set("parameters", ParametersJson.write(wording.parameters().canonical()));
            all.put("writes", wording.writes()).put("rowLimit", wording.rowLimit());
            try {
                byte[] digest = MessageDigest.getInstance("SHA-256")
                        .digest(all.toString().getBytes(StandardCharsets.UTF_8));
                return "sha256:" + HexFormat.of().formatHex(digest);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("This JVM has no SHA-256", e);
            }
        }
    }

    /** @throws Refusal saying what no approval allows */
    Checked checked(ProjectId project, Suggestion asked, Optional<QueryVersion.Wording> before) {
        QueryVersion.Wording wording = new QueryVersion.Wording(
                asked.datasource()
                        .or(() -> before.map(QueryVersion.Wording::datasource))
                        .orElseThrow(() -> missing("datasource")),
                asked.sql().or(() -> before.map(QueryVersion.Wording::sql)).orElseThrow(() -> missing("sql")),
                asked.parameters()
                        .map(new ParametersJson(limits)::read)
                        .or(() -> before.map(QueryVersion.Wording::parameters))
                        .orElseGet(() -> new QueryParameters(java.util.List.of())),
                asked.writes()
                        .or(() -> before.map(QueryVersion.Wording::writes))
                        .orElse(false),
                asked.rowLimit()
                        .or(() -> before.map(QueryVersion.Wording::rowLimit))
                        .orElse(0));
        return checked(project, wording);
    }

    /** As when it was suggested, by the rules of today. */
    Checked checked(ProjectId project, QueryVersion.Wording wording) {
        Datasource datasource = datasources
                .find(project, wording.datasource())
                .orElseThrow(() -> new Refusal(
                        RefusalCode.NOT_FOUND, "There is no datasource " + wording.datasource() + " in this project"));
        requireRowLimit(wording);
        ApprovedStatement statement = access.approved(
                project, wording.datasource(), wording.sql(), wording.writes() ? Effect.WRITES : Effect.READS);
        wording.parameters().requireNames(statement.names());
        return new Checked(wording, datasource.type(), statement);
    }

    private void requireRowLimit(QueryVersion.Wording wording) {
        long most = limits.of(Limit.QUERY_ROWS_CHANGED_COUNT);
        if (wording.writes() && (wording.rowLimit() < 1 || wording.rowLimit() > most)) {
            throw new Refusal(
                    RefusalCode.BAD_ARGUMENT,
                    "'rowLimit' is " + wording.rowLimit()
                            + ", a query that writes says how many rows it may change: 1 to " + most);
        }
        if (!wording.writes() && wording.rowLimit() != 0) {
            throw new Refusal(
                    RefusalCode.BAD_ARGUMENT, "'rowLimit' is for a query that writes; leave it out or set 'writes'");
        }
    }

    private static Refusal missing(String key) {
        return new Refusal(RefusalCode.BAD_ARGUMENT, "'" + key + "' is missing in the body");
    }
}
