package ai.ekaya.query;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A query as HTTP clients see it.
 *
 * @param latest the version that waits for a decision, or was decided on last
 * @param approved the version that runs, or ran until the query was disabled
 * @param usedBy apps whose grants hold its name
 */
public record QueryView(
        UUID id,
        String name,
        String description,
        QueryState state,
        Query.Decision made,
        VersionView latest,
        Optional<VersionView> approved,
        List<String> usedBy) {

    static QueryView of(Query query, QueryVersion latest, Optional<QueryVersion> approved, List<String> usedBy) {
        return new QueryView(
                query.id().value(),
                query.name(),
                query.description(),
                query.state(),
                query.madeBy(),
                VersionView.of(latest),
                approved.map(VersionView::of),
                usedBy);
    }
}
