package ai.ekaya.tools;

import ai.ekaya.identity.AccessReview;
import ai.ekaya.identity.Action;
import ai.ekaya.web.Json;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** {@code get_access_review}: who may do what in the project, and by what. It stands here as the room of rights is above this one. */
@Singleton
final class AccessReviewTool implements Tool {
    private final AccessReview review;
    private final ToolSpec spec = ToolSpec.of(
            "get_access_review",
            "Who has access",
            "Server administrators, who have every right in each project; members with their roles, groups that give a role, and service"
                    + " tokens with when each expires and was last used.",
            Nature.READS,
            Action.SEE_MEMBERS,
            ToolSpec.Shapes.of("{}", """
                    {"serverAdministrators": {"type": "array"}, "members": {"type": "array"}, "groups": {"type": "array"}, "serviceTokens": {"type": "array"}}
                    """));

    @Inject
    AccessReviewTool(AccessReview review) {
        this.review = review;
    }

    @Override
    public ToolSpec spec() {
        return spec;
    }

    @Override
    public ObjectNode call(ToolCall call) {
        return Json.mapper().valueToTree(review.of(call.project()));
    }
}
