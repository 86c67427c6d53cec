package ai.ekaya.usage;

import ai.ekaya.identity.ProjectId;
import ai.ekaya.limits.Limits;
import ai.ekaya.usage.BudgetTable.Key;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * One project's day, as it was read: what each app and all together have used, and what they may.
 *
 * @param day in UTC
 * @param budgets as people set them
 * @param weight of the project in the queue of runs
 */
record Account(
        ProjectId project,
        LocalDate day,
        Map<String, Spent> spentByApp,
        Map<Key, Long> budgets,
        int weight,
        Limits limits) {
    /** The project in place of an app. */
    static final String PROJECT = "";

    /** With what was spent since it was read. */
    Account plus(String app, Spent more) {
        Map<String, Spent> spent = new TreeMap<>(spentByApp);
        spent.merge(app, more, Spent::plus);
        return new Account(project, day, spent, budgets, weight, limits);
    }

    Spent spent(String app) {
        return app.equals(PROJECT)
                ? spentByApp.values().stream().reduce(Spent.NOTHING, Spent::plus)
                : spentByApp.getOrDefault(app, Spent.NOTHING);
    }

    /** The budget that holds: a project's is never over what the server gives, an app has one only where somebody set it. */
    Optional<Long> budget(String app, Meter meter) {
        Optional<Long> set = Optional.ofNullable(budgets.get(new Key(app, meter)));
        if (!app.equals(PROJECT)) {
            return set;
        }
        long most = limits.of(meter.projectMost());
        return Optional.of(Math.min(set.orElse(most), most));
    }

    /** What is used up of these, in words for people. */
    Optional<String> over(String app, Set<Meter> meters) {
        for (String whose : List.of(PROJECT, app)) {
            for (Meter meter : meters) {
                Optional<Long> budget = budget(whose, meter);
                long used = spent(whose).of(meter);
                if (budget.isPresent() && used >= budget.get()) {
                    return Optional.of((whose.equals(PROJECT) ? "The project" : "App '" + app + "'") + " has used "
                            + used + " of today's " + budget.get() + " " + meter.words() + "; the next day begins at "
                            + resetsAt());
                }
            }
        }
        return Optional.empty();
    }

    Instant resetsAt() {
        return day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
