package ai.ekaya.usage;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How a project's day stands with tokens, for one more call of an app.
 *
 * @param community of the platform's own model, of all the project's apps
 * @param resetsAt when the next day begins
 */
record TokenStanding(Used project, Used app, Used community, Instant resetsAt) {
    /**
     * @param reserved for calls that are under way
     * @param budget empty where only the project's bounds it
     */
    record Used(long spent, long reserved, OptionalLong budget) {
        private boolean takes(long tokens) {
            // Subtracted, as a sum of large numbers could come out negative.
            return budget.isEmpty() || tokens <= budget.getAsLong() - spent - reserved;
        }

        private String words(String whose, long tokens, Instant resetsAt) {
            return whose + " " + spent + " of today's " + budget.orElse(0) + " tokens"
                    + (reserved == 0 ? "" : ", calls under way may use " + reserved) + ", and this one may use "
                    + tokens
                    + "; the next day begins at " + resetsAt;
        }
    }

    /** Which budget does not hold that many tokens more, in words for people; empty when all do. */
    Optional<String> over(String slug, long tokens) {
        List<String> over = new ArrayList<>();
        if (!project.takes(tokens)) {
            over.add(project.words("The project has used", tokens, resetsAt));
        }
        if (!app.takes(tokens)) {
            over.add(app.words("App '" + slug + "' has used", tokens, resetsAt));
        }
        if (!community.takes(tokens)) {
            over.add(community.words("Of the platform's own model the project has used", tokens, resetsAt));
        }
        return over.stream().findFirst();
    }
}
