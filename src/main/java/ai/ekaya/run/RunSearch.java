package ai.ekaya.run;

import java.util.ArrayList;
import java.util.List;

/** The statement that finds runs. Only our own fragments are joined; what came from outside is bound. */
final class RunSearch {
    private final StringBuilder where = new StringBuilder("project_id = ?");
    private final List<Object> parameters = new ArrayList<>();

    RunSearch(RunHistory.Query query) {
        RunFilter filter = query.filter();
        parameters.add(query.project().value());
        filter.app().ifPresent(app -> and("app_slug = ?", app));
        // Spelled out and not bound, so that an index of some outcomes or states can be used.
        filter.outcome().ifPresent(outcome -> and("outcome = '" + outcome.name() + "'"));
        filter.state().ifPresent(state -> and("state = '" + state.name() + "'"));
        filter.trigger().ifPresent(kind -> and("trigger_kind = ?", kind.text()));
        filter.who().ifPresent(who -> and("(principal_name = ? OR principal_id::text = ?)", who, who));
        filter.version().ifPresent(version -> and("version = ?", version));
        filter.packageHash().ifPresent(hash -> and("package_hash = ?", hash));
        filter.from().ifPresent(from -> and("created_at >= ?", from));
        filter.to().ifPresent(to -> and("created_at < ?", to));
        filter.atLeast().ifPresent(time -> and("wall_millis >= ?", time.toMillis()));
        query.before().ifPresent(place -> and("(created_at, id) < (?, ?)", place.createdAt(), place.id()));
        parameters.add(query.countMax());
    }

    private void and(String condition, Object... bound) {
        where.append(" AND ").append(condition);
        parameters.addAll(List.of(bound));
    }

    String sql() {
        return "SELECT " + RunRow.COLUMNS + " FROM ekaya.run WHERE " + where
                + " ORDER BY created_at DESC, id DESC LIMIT ?";
    }

    Object[] parameters() {
        return parameters.toArray();
    }
}
