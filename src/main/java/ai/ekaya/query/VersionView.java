package ai.ekaya.query;

import ai.ekaya.web.Json;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.UUID;

/**
 * One version of a query as HTTP clients see it.
 *
 * @param read whether the parser could read it all; an approval stands for it else
 * @param rowLimit how many rows a writing query may change
 * @param ownApproval whether who decided had suggested it
 */
public record VersionView(
        int number,
        VersionState state,
        UUID datasource,
        String dialect,
        String sql,
        JsonNode parameters,
        boolean writes,
        Optional<Integer> rowLimit,
        String hash,
        boolean read,
        Optional<String> unread,
        Query.Decision suggested,
        Optional<Query.Decision> decided,
        boolean ownApproval,
        Optional<String> reason,
        JsonNode references) {

    static VersionView of(QueryVersion version) {
        QueryVersion.Wording wording = version.wording();
        return new VersionView(
                version.number(),
                version.state(),
                wording.datasource().value(),
                version.dialect(),
                wording.sql(),
                ParametersJson.write(wording.parameters()),
                wording.writes(),
                wording.writes() ? Optional.of(wording.rowLimit()) : Optional.empty(),
                version.hash(),
                version.unread().isEmpty(),
                version.unread(),
                version.suggested(),
                version.decided(),
                version.decided()
                        .map(who -> who.user().equals(version.suggested().user()))
                        .orElse(false),
                version.reason(),
                json(version.refs()));
    }

    private static JsonNode json(String stored) {
        try {
            return Json.mapper().readTree(stored);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Stored references are no JSON", e);
        }
    }
}
