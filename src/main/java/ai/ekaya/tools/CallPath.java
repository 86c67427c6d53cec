package ai.ekaya.tools;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import java.util.List;
import java.util.Optional;

/**
 * The apps through whose runs a call came, the first one first; none when a person or a program called by itself.
 *
 * @param apps slugs
 * @param run the last one's run
 */
public record CallPath(List<String> apps, Optional<String> run) {
    /** Nobody's run. */
    public static final CallPath OUTSIDE = new CallPath(List.of(), Optional.empty());

    public CallPath {
        apps = List.copyOf(apps);
    }

    /**
     * Before the call starts a run of an app. SECURITY: guarded by ToolRunsIT.an_app_does_not_reach_itself_through_another.
     *
     * @throws Refusal {@code NOT_PERMITTED} when the app is on the path already, or the path is as long as it may be
     */
    public void requireInto(String app, Limits limits) {
        int most = limits.intOf(Limit.TOOLS_DEPTH_COUNT);
        if (apps.contains(app)) {
            throw new Refusal(
                    RefusalCode.NOT_PERMITTED,
                    "App '" + app + "' is calling already, through " + String.join(" → ", apps)
                            + "; a tool may not start an app that waits for it");
        }
        if (apps.size() > most) {
            throw new Refusal(
                    RefusalCode.NOT_PERMITTED,
                    "The call came through " + String.join(" → ", apps) + ", at most " + most
                            + " apps may call each other in a row");
        }
    }
}
