package ai.ekaya.install;

import ai.ekaya.appdb.AppId;
import ai.ekaya.datasource.DatasourceId;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.identity.UserId;
import ai.ekaya.pack.Capabilities;
import ai.ekaya.pack.PackageHash;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * One package in one project under one slug, with what was decided when it was installed.
 *
 * @param slug its name in the project and in paths; by default the package's id
 * @param enabled whether people want it to run
 * @param stateReason why it failed, or why the platform turned it off
 * @param datasources alias to datasource
 * @param schedule when it runs by itself
 * @param owner whose rights scheduled runs have
 * @param schedulePaused why the schedule stands still, if it does
 * @param dataKeptUntil when the data of a removed app is purged
 * @param trialEndsAt until when it runs without being bought; empty where it is bought or free
 */
public record InstalledApp(
        AppId id,
        ProjectId project,
        String slug,
        String packageId,
        String name,
        String version,
        PackageHash packageHash,
        AppStatus state,
        boolean enabled,
        Optional<String> stateReason,
        Capabilities grants,
        ObjectNode settings,
        Map<String, DatasourceId> datasources,
        Optional<Schedule> schedule,
        UserId owner,
        Optional<String> schedulePaused,
        Instant installedAt,
        Optional<Instant> dataKeptUntil,
        Optional<Instant> trialEndsAt) {

    public InstalledApp {
        datasources = Map.copyOf(datasources);
    }

    /** Whether runs may begin: while it is updated, those of the version before. */
    public boolean mayRun() {
        return enabled && (state == AppStatus.ENABLED || state == AppStatus.UPDATING);
    }

    // SECURITY: at the instant, whether or not anybody has looked at the clock since. Guarded by TrialsIT.
    /** Why nothing runs of it any more, once its trial is over. */
    public Optional<String> trialOver(Instant now) {
        return trialEndsAt.filter(end -> !end.isAfter(now)).map(end -> trialOver(slug, end));
    }

    static String trialOver(String slug, Instant end) {
        return "The trial of app '" + slug + "' ended at " + end
                + "; it runs again once it is bought, and its data and output are there until then";
    }

    /** Why it may not run, as a sentence's part: {@code is disabled}. */
    public String standing() {
        return switch (state) {
            case INSTALLING -> "is being installed";
            case FAILED -> "has failed: " + stateReason.orElse("for an unknown reason");
            case UNINSTALLING, REMOVED -> "is uninstalled";
            case ENABLED, DISABLED, UPDATING ->
                enabled
                        ? "is enabled"
                        : "is disabled" + stateReason.map(why -> ": " + why).orElse("");
        };
    }
}
