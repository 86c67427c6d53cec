package ai.ekaya.install;

import ai.ekaya.appdb.AppId;
import ai.ekaya.datasource.DatasourceId;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.identity.UserId;
import ai.ekaya.pack.Capabilities;
import ai.ekaya.pack.PackageHash;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.sql.Timestamp;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** Row of {@code installed_app}. */
@Entity
@Table(name = "installed_app", schema = "ekaya")
@NullUnmarked
class AppRow {
    @Id
    UUID id;

    @Column(name = "project_id")
    UUID project;

    String slug;

    @Column(name = "package_id")
    String packageId;

    String name;
    String version;

    @Column(name = "package_hash")
    String packageHash;

    /** Of which it came; null for what a person brought. */
    @Nullable
    String catalog;

    @Enumerated(EnumType.STRING)
    AppStatus state;

    /** What people want; it outlasts an update. */
    boolean enabled;

    /** Of an app that failed. */
    @Nullable
    @Column(name = "state_reason")
    String stateReason;

    /** Of an app that the platform turned off, and not a person. */
    @Nullable
    @Column(name = "turned_off")
    String turnedOff;

    String grants;
    String settings;

    /** Counts every change of them. */
    @Column(name = "settings_revision")
    long settingsRevision;

    String datasources;

    /** JSON, see {@link ScheduleJson}. */
    @Nullable
    String schedule;

    @Column(name = "owner_id")
    UUID owner;

    /** Why the schedule stands still; null while it does not. */
    @Nullable
    @Column(name = "schedule_paused")
    String schedulePaused;

    /** Since when failures of its schedule are counted; null for all there are. */
    @Nullable
    @Column(name = "failures_since")
    Timestamp failuresSince;

    /** See {@link UpdatePolicy}. */
    @Column(name = "update_policy")
    String updatePolicy = "manual";

    /** Of a cool-down. */
    @Nullable
    @Column(name = "update_after_days")
    Integer updateAfterDays;

    @Column(name = "installed_at")
    Timestamp installedAt;

    @Column(name = "changed_at")
    Timestamp changedAt;

    /** Of a removed app; null while it is installed, and once its data is being purged. */
    @Nullable
    @Column(name = "data_kept_until")
    Timestamp dataKeptUntil;

    /** No run begins until then; null while they do. */
    @Nullable
    @Column(name = "held_until")
    Timestamp heldUntil;

    /** Null where it is bought, or free. */
    @Nullable
    @Column(name = "trial_ends_at")
    Timestamp trialEndsAt;

    protected AppRow() {}

    InstalledApp app() {
        return new InstalledApp(
                new AppId(id),
                new ProjectId(project),
                slug,
                packageId,
                name,
                version,
                new PackageHash(packageHash),
                state,
                enabled,
                Optional.ofNullable(stateReason),
                Capabilities.fromJson(Columns.read(grants)),
                Columns.read(settings),
                bindings(),
                Optional.ofNullable(schedule).map(ScheduleJson::read),
                new UserId(owner),
                Optional.ofNullable(schedulePaused),
                installedAt.toInstant(),
                Optional.ofNullable(dataKeptUntil).map(Timestamp::toInstant),
                Optional.ofNullable(catalog),
                policy(),
                settingsRevision,
                Optional.ofNullable(trialEndsAt).map(Timestamp::toInstant),
                Optional.ofNullable(turnedOff));
    }

    private UpdatePolicy policy() {
        return updateAfterDays != null
                ? new UpdatePolicy.CoolDown(updateAfterDays)
                : updatePolicy.equals("auto") ? new UpdatePolicy.Auto() : new UpdatePolicy.Manual();
    }

    void update(UpdatePolicy policy) {
        updatePolicy = policy.text();
        updateAfterDays = policy.daysSeen().orElse(null);
    }

    /** After a change that did not come to its end: what it was, failed if it had failed. */
    void settleBack() {
        if (stateReason == null) {
            settle();
        } else {
            state = AppStatus.FAILED;
        }
    }

    /** Counts what differs. */
    void set(ObjectNode changed) {
        String text = Columns.write(changed);
        if (!text.equals(settings)) {
            settings = text;
            settingsRevision++;
        }
    }

    /** On or off, as people want it. */
    void settle() {
        state = enabled ? AppStatus.ENABLED : AppStatus.DISABLED;
        stateReason = null;
    }

    /** Off by the platform, and not as people want it. */
    void stop(String why) {
        enabled = false;
        turnedOff = why;
        if (state == AppStatus.ENABLED) {
            settle();
        }
    }

    /** On again, if it was the platform that turned it off. */
    void resume() {
        if (turnedOff != null) {
            enabled = true;
            turnedOff = null;
            if (state == AppStatus.DISABLED) {
                settle();
            }
        }
    }

    void bind(Map<String, DatasourceId> bound) {
        ObjectNode json = Columns.object();
        bound.forEach((alias, id) -> json.put(alias, id.toString()));
        datasources = Columns.write(json);
    }

    private Map<String, DatasourceId> bindings() {
        Map<String, DatasourceId> bound = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : Columns.read(datasources).properties()) {
            bound.put(
                    entry.getKey(),
                    new DatasourceId(UUID.fromString(entry.getValue().textValue())));
        }
        return bound;
    }
}
