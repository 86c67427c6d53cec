package ai.ekaya.usage;

import ai.ekaya.identity.Principal;
import ai.ekaya.identity.ProjectId;
import java.util.Map;
import java.util.Optional;

/** Budgets as an administrator sets them. */
public final class TestBudgets {
    private TestBudgets() {}

    public static void tokens(Budgets budgets, Principal by, ProjectId project, String app, long perDay) {
        budgets.put(by, project, app, Map.of(Meter.TOKENS, Optional.of(perDay)));
    }
}
