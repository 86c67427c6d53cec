package ai.ekaya.install;

import ai.ekaya.appdb.AppId;
import ai.ekaya.datasource.DatasourceId;
import ai.ekaya.identity.Principal;
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
 * @param settingsRevision counts every change of its settings
 * @param catalog that its package came of; empty for what a person brought
 * @param trialEndsAt until when it runs without being bought; empty where it is bought or free
 * @param turnedOff why the platform turned it off, if it did
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
        Optional<String> catalog,
        UpdatePolicy updatePolicy,
        long settingsRevision,
        Optional<Instant> trialEndsAt,
        Optional<String> turnedOff) {

    public InstalledApp {
        datasources = Map.copyOf(datasources);
    }

    /** Whether runs may begin: while it is updated, those of the version before, unless that has failed. */
    public boolean mayRun() {
        return enabled && stateReason.isEmpty() && (state == AppStatus.ENABLED || state == AppStatus.UPDATING);
    }

    /** In whose name the platform itself changes the app: its owner's, with no right of theirs. */
    Principal asOwner() {
        return new Principal(Principal.Kind.TRIGGER, owner, slug, false, Map.of());
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
            case UPDATING ->
                stateReason
                        .map(why -> "is being updated after it has failed: " + why)
                        .orElse(onOrOff());
            case ENABLED, DISABLED -> onOrOff();
        };
    }

    private String onOrOff() {
        return enabled
                ? "is enabled"
                : "is disabled" + turnedOff.map(why -> ": " + why).orElse("");
    }
}
