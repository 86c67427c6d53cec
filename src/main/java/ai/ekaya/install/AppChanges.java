package ai.ekaya.install;

import ai.ekaya.audit.AuditEvent;
import ai.ekaya.audit.AuditLog;
import ai.ekaya.audit.Changes;
import ai.ekaya.datasource.Datasources;
import ai.ekaya.identity.Access;
import ai.ekaya.identity.Action;
import ai.ekaya.identity.Principal;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.pack.AppPackage;
import ai.ekaya.pack.Capabilities;
import ai.ekaya.store.Store;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.persistence.LockModeType;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Changes of an installed app: settings, schedule, grants, bindings, on and off. Thread-safe. */
@Singleton
public final class AppChanges {
    private static final Set<String> KEYS =
            Set.of(SettingsPatch.SETTINGS, SettingsPatch.REVISION, "schedule", "grants", "datasources");

    private final Store store;
    private final Clock clock;
    private final InstalledApps apps;
    private final Datasources datasources;
    private final AuditLog audit;
    private final Trials trials;
    private final SchedulePauses pauses;

    @Inject
    public AppChanges(
            Store store,
            Limits limits,
            Clock clock,
            InstalledApps apps,
            Datasources datasources,
            AuditLog audit,
            Trials trials) {
        this.store = store;
        this.clock = clock;
        this.apps = apps;
        this.datasources = datasources;
        this.audit = audit;
        this.trials = trials;
        this.pauses = new SchedulePauses(limits, clock);
    }

    /** Keeps the schedule and starts nothing by it, until it is resumed; what is due meanwhile is missed, and says why. */
    public InstalledApp pause(Principal by, ProjectId project, String app, String reason) {
        return reschedule(
                by, project, app, schedule -> schedule.paused(Optional.of(pauses.pause(by, reason))), row -> {});
    }

    public InstalledApp resume(Principal by, ProjectId project, String app) {
        return reschedule(by, project, app, schedule -> schedule.paused(Optional.empty()), row -> {
            row.failuresSince = Timestamp.from(clock.instant());
            if (row.schedulePaused != null) {
                // Who resumes what its owner may no longer run takes it over.
                row.owner = by.user().value();
                row.schedulePaused = null;
            }
        });
    }

    private InstalledApp reschedule(
            Principal by, ProjectId project, String app, UnaryOperator<Schedule> how, Consumer<AppRow> also) {
        Access.require(by, Action.CHANGE_APP, project);
        InstalledApp found = apps.require(project, app);
        return change(by, found, List.of(AuditEvent.Type.SCHEDULE_CHANGED), Map.of(), row -> {
            if (row.schedule == null) {
                throw new Refusal(RefusalCode.CONFLICT, "App '" + found.slug() + "' has no schedule");
            }
            row.schedule = Columns.write(ScheduleJson.write(how.apply(ScheduleJson.read(row.schedule))));
            also.accept(row);
        });
    }

    public InstalledApp enable(Principal by, ProjectId project, String app) {
        return turn(by, project, app, true, AuditEvent.Type.APP_ENABLED);
    }

    public InstalledApp disable(Principal by, ProjectId project, String app) {
        return turn(by, project, app, false, AuditEvent.Type.APP_DISABLED);
    }

    private InstalledApp turn(Principal by, ProjectId project, String app, boolean enabled, AuditEvent.Type event) {
        Access.require(by, Action.CHANGE_APP, project);
        InstalledApp found = apps.require(project, app);
        return write(by, found, List.of(event), Map.of(), row -> {
            if (enabled) {
                trials.requireRunning(row);
            }
            row.enabled = enabled;
            // What people want holds, whatever the platform wanted before.
            row.turnedOff = null;
            // Who stops an app stops it, also in the middle of an update, which leaves it as it is.
            if (row.state == AppStatus.ENABLED || row.state == AppStatus.DISABLED) {
                row.settle();
            }
        });
    }

    /**
     * Changes what the patch names: {@code settings} (merged; null takes the default again; with {@code settingsRevision} only those that
     * were read), {@code schedule} (a cron text, an object as
     * {@link ScheduleJson} reads it, or null),
     * {@code datasources} (alias to id or name) and {@code grants}; the last two need role admin.
     *
     * @throws Refusal {@code CONFLICT} with what is there now, when the settings are of another revision
     */
    public InstalledApp patch(Principal by, ProjectId project, String app, ObjectNode patch) {
        Access.require(by, Action.CHANGE_APP, project);
        patch.fieldNames().forEachRemaining(key -> {
            if (!KEYS.contains(key)) {
                throw new Refusal(
                        RefusalCode.BAD_ARGUMENT,
                        "An app has no '" + key + "' to change, it has settings, schedule, grants and datasources");
            }
        });
        if (patch.has("grants") || patch.has("datasources")) {
            Access.require(by, Action.GRANT_TO_APP, project);
        }
        InstalledApp found = apps.require(project, app);
        AppPackage read = apps.load(found);
        Map<String, String> details = new TreeMap<>();
        Optional<SettingsPatch> settings = SettingsPatch.of(patch);
        patch.fieldNames().forEachRemaining(key -> details.put(key, "changed"));
        details.remove(SettingsPatch.REVISION);
        // What does not fit is told before anything is locked; what counts is what the row has then.
        settings.map(given -> given.on(found.settings(), read.manifest()))
                .ifPresent(value -> details.put(
                        SettingsPatch.SETTINGS, "changed: " + SettingsPatch.changedKeys(found.settings(), value)));
        Optional<Capabilities> grants = Optional.ofNullable(patch.get("grants")).map(given -> granted(read, given));
        return change(by, found, events(patch), details, row -> {
            requireSame(row, read);
            settings.ifPresent(given -> given.apply(row, read.manifest()));
            grants.ifPresent(value -> row.grants = Columns.write(value.toJson()));
            if (patch.has("schedule")) {
                row.schedule = schedule(by, row, patch.get("schedule")).orElse(null);
                // A schedule acts with the rights of who set it last.
                row.owner = by.user().value();
                row.schedulePaused = null;
                row.failuresSince = Timestamp.from(clock.instant());
            }
            if (patch.has("datasources")) {
                row.bind(Bindings.of(read.manifest().datasources(), datasources.list(project), bindings(found, patch)));
            }
        });
    }

    /** What was checked was checked against this package. */
    private static void requireSame(AppRow row, AppPackage read) {
        if (!row.packageHash.equals(read.hash().hex())) {
            throw new Refusal(
                    RefusalCode.CONFLICT,
                    "App '" + row.slug + "' was made version " + row.version + " meanwhile; look at it and try again");
        }
    }

    /** Grants and schedule have events of their own, as they say what may run and when. */
    private static List<AuditEvent.Type> events(ObjectNode patch) {
        List<AuditEvent.Type> events = new ArrayList<>();
        if (patch.has("grants")) {
            events.add(AuditEvent.Type.GRANTS_CHANGED);
        }
        if (patch.has("schedule")) {
            events.add(AuditEvent.Type.SCHEDULE_CHANGED);
        }
        if (events.isEmpty() || patch.has("settings") || patch.has("datasources")) {
            events.add(AuditEvent.Type.APP_CHANGED);
        }
        return events;
    }

    private static Capabilities granted(AppPackage read, JsonNode given) {
        if (!(given instanceof ObjectNode object)) {
            throw new Refusal(RefusalCode.BAD_ARGUMENT, "'grants' is no JSON object");
        }
        Capabilities grants = Capabilities.fromJson(object).withLimitsOf(read.capabilities());
        List<String> more = read.capabilities().missing(grants);
        if (!more.isEmpty()) {
            throw new Refusal(
                    RefusalCode.BAD_ARGUMENT,
                    "'grants' holds more than the package asks for in capabilities.json: " + String.join("; ", more));
        }
        return grants;
    }

    /** Beside what stands in the row now, which may have been paused a moment ago. */
    private Optional<String> schedule(Principal by, AppRow row, JsonNode given) {
        return given.isNull()
                ? Optional.empty()
                : Optional.of(pauses.asked(
                                by, given, Optional.ofNullable(row.schedule).map(ScheduleJson::read)))
                        .map(ScheduleJson::write)
                        .map(Columns::write);
    }

    private static Map<String, String> bindings(InstalledApp app, ObjectNode patch) {
        Map<String, String> asked = new LinkedHashMap<>();
        app.datasources().forEach((alias, id) -> asked.put(alias, id.toString()));
        if (!patch.path("datasources").isObject()) {
            throw new Refusal(RefusalCode.BAD_ARGUMENT, "'datasources' is no JSON object of aliases and datasources");
        }
        patch.path("datasources").properties().forEach(entry -> {
            if (!entry.getValue().isTextual()) {
                throw new Refusal(
                        RefusalCode.BAD_ARGUMENT,
                        "'datasources." + entry.getKey() + "' is no string, expected a datasource's id or name");
            }
            asked.put(entry.getKey(), entry.getValue().textValue());
        });
        return asked;
    }

    InstalledApp change(
            Principal by,
            InstalledApp app,
            List<AuditEvent.Type> events,
            Map<String, String> details,
            Consumer<AppRow> how) {
        return write(by, app, events, details, row -> {
            if (row.state == AppStatus.UPDATING || row.state == AppStatus.INSTALLING) {
                throw new Refusal(
                        RefusalCode.CONFLICT,
                        "App '" + row.slug + "' is being "
                                + (row.state == AppStatus.UPDATING ? "updated" : "installed")
                                + "; try again when that has ended");
            }
            how.accept(row);
        });
    }

    private InstalledApp write(
            Principal by,
            InstalledApp app,
            List<AuditEvent.Type> events,
            Map<String, String> details,
            Consumer<AppRow> how) {
        return store.inProject(app.project().value(), transaction -> {
            AppRow row = transaction.entities().find(AppRow.class, app.id().value(), LockModeType.PESSIMISTIC_WRITE);
            if (row == null || row.state.isGone()) {
                throw InstalledApps.missing(app.slug());
            }
            Map<String, String> before = facts(row);
            how.accept(row);
            row.changedAt = Timestamp.from(clock.instant());
            Changes changes = Changes.between(before, facts(row));
            events.forEach(event -> audit.append(
                    transaction,
                    new AuditEvent(event, by.actor(), Optional.of(row.project), "app:" + row.id, details)
                            .changing(changes)));
            return row.app();
        });
    }

    static String text(JsonNode value) {
        return value.isValueNode() ? value.asText() : Columns.write(value);
    }

    /** What the audit shows before and after a change. */
    private static Map<String, String> facts(AppRow row) {
        Map<String, String> facts = new TreeMap<>();
        facts.put("state", row.state.name());
        facts.put("enabled", String.valueOf(row.enabled));
        facts.put("grants", row.grants);
        facts.put("datasources", row.datasources);
        facts.put("owner", row.owner.toString());
        facts.put(
                "updatePolicy",
                row.updateAfterDays == null ? row.updatePolicy : row.updatePolicy + " " + row.updateAfterDays);
        Optional.ofNullable(row.schedule)
                .map(Columns::read)
                .ifPresent(schedule -> schedule.properties()
                        .forEach(entry -> facts.put(
                                entry.getKey().equals("cron") ? "schedule" : "schedule." + entry.getKey(),
                                text(entry.getValue()))));
        facts.remove("schedule.since");
        Optional.ofNullable(row.schedulePaused).ifPresent(why -> facts.put("schedulePaused", why));
        return facts;
    }
}
