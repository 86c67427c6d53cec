package ai.ekaya.studio;

import ai.ekaya.limits.Limits;
import ai.ekaya.sandbox.Sandbox;

/** The check of drafts, for tests of other rooms. */
public final class TestDraftCheck {
    private TestDraftCheck() {}

    public static DraftCheck on(Sandbox sandbox, Limits limits) {
        return new DraftCheck(sandbox, limits);
    }
}
