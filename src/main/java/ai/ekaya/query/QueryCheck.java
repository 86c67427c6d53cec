package ai.ekaya.query;

import ai.ekaya.identity.ProjectId;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.web.Json;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** Says what would be said of a suggestion, and keeps nothing. Thread-safe. */
@Singleton
final class QueryCheck {
    private final Wordings wordings;
    private final QueryReferences references;

    @Inject
    QueryCheck(Wordings wordings, QueryReferences references) {
        this.wordings = wordings;
        this.references = references;
    }

    /** {@code {"accepted", "refusal"?: {"code", "message"}, "parameters"?, "read"?, "unread"?, "needs"?, "references"?, "notFound"?: [{"name", "nearest"}]}}. */
    ObjectNode of(ProjectId project, Suggestion asked) {
        if (asked.datasource().isEmpty() || asked.sql().isEmpty()) {
            throw new Refusal(RefusalCode.BAD_ARGUMENT, "'datasource' or 'sql' is missing in the body");
        }
        ObjectNode said = JsonNodeFactory.instance.objectNode();
        try {
            Wordings.Checked checked = wordings.checked(project, asked, Optional.empty());
            said.put("accepted", true);
            checked.statement().names().forEach(said.putArray("parameters")::add);
            said.put("read", checked.statement().unread().isEmpty());
            checked.statement().unread().ifPresent(why -> said.put("unread", why));
            checked.statement().needs().ifPresent(grant -> said.put("needs", grant));
            QueryReferences.Read read = references.read(project, checked);
            said.set("references", Json.mapper().readTree(read.json()));
            List<NotFound> missing =
                    NotFound.in(read.references(), read.schema().names());
            if (!missing.isEmpty()) {
                said.set("notFound", Json.mapper().valueToTree(missing));
            }
        } catch (Refusal e) {
            if (e.code() != RefusalCode.BAD_ARGUMENT && e.code() != RefusalCode.LIMIT) {
                throw e;
            }
            said.put("accepted", false);
            said.putObject("refusal").put("code", e.code().name()).put("message", e.reason());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("References are no JSON", e);
        }
        return said;
    }
}
