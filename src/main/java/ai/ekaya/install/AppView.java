package ai.ekaya.install;

import ai.ekaya.appdb.AppId;
import ai.ekaya.identity.UserId;
import ai.ekaya.pack.AppPackage;
import ai.ekaya.web.Json;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * An installed app as HTTP clients see it.
 *
 * @param id the slug: its id in paths and for people
 * @param instance what stays when a slug is given to another app
 * @param packageId the id in the package's manifest
 * @param enabled whether people want it to run; it outlasts an update
 * @param stateReason why it has failed, or why the platform turned it off
 * @param schedule cron text
 * @param scheduleDefinition the whole of it, as it can be sent back
 * @param settingsRevision counts their changes; who sends it back with settings overwrites only those that were read
 * @param schedulePaused why it stands still, if it does; setting the schedule again lets it go on in one's own name
 * @param lastRun in lists alone, of an app that has run
 * @param dataKeptUntil when the data of an app that was removed is purged
 * @param trial of an app that is neither bought nor free
 */
public record AppView(
        String id,
        UUID instance,
        String packageId,
        String name,
        String version,
        String packageHash,
        AppStatus state,
        boolean enabled,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> stateReason,
        JsonNode grants,
        Optional<String> schedule,
        Optional<ObjectNode> scheduleDefinition,
        Optional<String> schedulePaused,
        JsonNode settings,
        long settingsRevision,
        Map<String, String> datasources,
        UserId owner,
        Instant installedAt,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<LastRuns.LastRun> lastRun,
        Optional<Instant> dataKeptUntil,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Trial> trial) {

    /** @param daysLeft begun ones count; 0 once it is over. In lists and on an app's own page */
    public record Trial(
            Instant endsAt,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Long> daysLeft) {
        static Trial of(Instant endsAt, Instant now) {
            long seconds = Math.max(0, Duration.between(now, endsAt).toSeconds());
            return new Trial(
                    endsAt, Optional.of(Math.ceilDiv(seconds, Duration.ofDays(1).toSeconds())));
        }
    }

    public static AppView of(InstalledApp app) {
        return of(app, Optional.empty(), app.trialEndsAt().map(end -> new Trial(end, Optional.empty())));
    }

    static AppView of(InstalledApp app, Optional<LastRuns.LastRun> lastRun, Instant now) {
        return of(app, lastRun, app.trialEndsAt().map(end -> Trial.of(end, now)));
    }

    private static AppView of(InstalledApp app, Optional<LastRuns.LastRun> lastRun, Optional<Trial> trial) {
        AppId id = app.id();
        return new AppView(
                app.slug(),
                id.value(),
                app.packageId(),
                app.name(),
                app.version(),
                app.packageHash().toString(),
                app.state(),
                app.enabled(),
                app.stateReason().or(app::turnedOff),
                app.grants().toJson(),
                app.schedule().map(schedule -> schedule.cron().text()),
                app.schedule().map(ScheduleJson::write),
                app.schedulePaused(),
                app.settings(),
                app.settingsRevision(),
                app.datasources().entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, bound -> bound.getValue().toString(), (a, b) -> a, TreeMap::new)),
                app.owner(),
                app.installedAt(),
                lastRun,
                app.dataKeptUntil(),
                trial);
    }

    /** With what its package says of itself: for a page that shows one app. */
    static ObjectNode detailed(InstalledApp app, AppPackage read, Optional<HeldUpdateView> heldUpdate, Instant now) {
        ObjectNode json = Json.mapper().valueToTree(of(app, Optional.empty(), now));
        heldUpdate.ifPresent(held -> json.set("heldUpdate", Json.mapper().valueToTree(held)));
        json.setAll(Json.mapper().<ObjectNode>valueToTree(PackageView.of(read)));
        json.set("asks", read.capabilities().toJson());
        json.set("mayDo", Json.mapper().valueToTree(EffectView.of(app.grants())));
        return json;
    }
}
