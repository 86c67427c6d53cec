package ai.ekaya.trigger;

import ai.ekaya.datasource.DatasourceId;
import ai.ekaya.datasource.SchemaChanges;
import ai.ekaya.datasource.SchemaHistory;
import ai.ekaya.identity.Principal;
import ai.ekaya.install.InstalledApp;
import ai.ekaya.install.InstalledApps;
import ai.ekaya.install.PackageTriggers;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.pack.Manifest;
import ai.ekaya.run.Trigger;
import ai.ekaya.store.Transaction;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Notes what wakes apps, in the transaction in which it happens: a server that dies afterwards has lost nothing, one that dies before
 * has changed nothing. {@link Wakings} starts the runs. Thread-safe.
 */
@Singleton
public final class Noted implements PackageTriggers, SchemaChanges {
    /** Of a kind that an app has one of. */
    private static final Set<Manifest.Trigger> SINGLE =
            Set.of(Manifest.Trigger.INSTALLED, Manifest.Trigger.SCHEMA_REFRESHED);

    private final InstalledApps apps;
    private final Bell bell;
    private final Limits limits;
    private final Clock clock;

    @Inject
    public Noted(InstalledApps apps, Bell bell, Limits limits, Clock clock) {
        this.apps = apps;
        this.bell = bell;
        this.limits = limits;
        this.clock = clock;
    }

    @Override
    public void installed(
            Transaction transaction,
            Principal by,
            InstalledApp app,
            Set<Manifest.Trigger> asked,
            Optional<String> versionBefore) {
        Instant now = clock.instant();
        for (AppTrigger known : TriggerRows.of(transaction, app.id())) {
            TriggerRows.asked(transaction, known, asked.contains(known.kind()), now);
        }
        for (Manifest.Trigger kind : SINGLE) {
            if (asked.contains(kind)) {
                TriggerRows.insert(transaction, made(by, app, kind), now);
            }
        }
        TriggerRows.find(transaction, app.id(), Manifest.Trigger.INSTALLED.text())
                .filter(trigger -> trigger.asked() && trigger.enabled())
                .ifPresent(trigger -> note(transaction, trigger, app, versionBefore, now));
    }

    private static AppTrigger made(Principal by, InstalledApp app, Manifest.Trigger kind) {
        return new AppTrigger(
                UUID.randomUUID(),
                app.project(),
                app.id(),
                kind,
                kind.text(),
                true,
                true,
                by.user(),
                Optional.empty(),
                Optional.empty());
    }

    /** One after the other before the run begins are one: from the version before the first to the last. */
    private void note(
            Transaction transaction,
            AppTrigger trigger,
            InstalledApp app,
            Optional<String> versionBefore,
            Instant now) {
        Optional<Wake> open = WakeRows.open(transaction, trigger, "");
        Optional<String> first = open.isPresent()
                ? open.map(wake -> wake.about().path("previousVersion"))
                        .filter(JsonNode::isTextual)
                        .map(JsonNode::textValue)
                : versionBefore;
        note(transaction, trigger, "", Trigger.installed(app.version(), first), open, now, now);
    }

    @Override
    public void removed(Transaction transaction, InstalledApp app) {
        TriggerRows.removeAll(transaction, app.id());
    }

    @Override
    public void changed(Transaction transaction, Change change) {
        Instant now = clock.instant();
        Instant due = now.plus(limits.durationOf(Limit.TRIGGER_SETTLE_SECONDS));
        for (AppTrigger trigger : TriggerRows.on(transaction, change.project(), Manifest.Trigger.SCHEMA_REFRESHED)) {
            List<String> aliases = aliases(transaction, trigger, change.datasource());
            if (aliases.isEmpty()) {
                continue;
            }
            Optional<Wake> open =
                    WakeRows.open(transaction, trigger, change.datasource().toString());
            ObjectNode about = about(change, aliases, open);
            note(transaction, trigger, change.datasource().toString(), Trigger.schemaRefreshed(about), open, now, due);
        }
    }

    private List<String> aliases(Transaction transaction, AppTrigger trigger, DatasourceId datasource) {
        return apps.find(transaction, trigger.app()).stream()
                .flatMap(app -> app.datasources().entrySet().stream())
                .filter(bound -> bound.getValue().equals(datasource))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    /** Since the state before the first change that no run was told of. */
    private static ObjectNode about(Change change, List<String> aliases, Optional<Wake> open) {
        ObjectNode about = JsonNodeFactory.instance.objectNode();
        about.put("datasource", aliases.get(0))
                .put("datasourceId", change.datasource().toString());
        about.put("state", change.now().number()).put("hash", change.now().hash());
        Optional<ObjectNode> told = open.map(Wake::about);
        Optional<String> hashBefore = told.isPresent()
                ? told.map(one -> one.path("hashBefore"))
                        .filter(JsonNode::isTextual)
                        .map(JsonNode::textValue)
                : change.before().map(SchemaHistory.Seen::hash);
        Optional<Integer> stateBefore = told.isPresent()
                ? told.map(one -> one.path("stateBefore"))
                        .filter(JsonNode::isInt)
                        .map(JsonNode::intValue)
                : change.before().map(SchemaHistory.Seen::number);
        about.put(
                "changed",
                hashBefore.filter(before -> !before.equals(change.now().hash())).isPresent());
        hashBefore.ifPresent(before -> about.put("hashBefore", before));
        stateBefore.ifPresent(before -> about.put("stateBefore", before));
        ObjectNode counts = about.putObject("changes");
        counts.put("added", 0).put("removed", 0).put("modified", 0);
        stateBefore.ifPresent(before -> change.since().apply(before).forEach(one -> {
            String what = one.path("change").asText();
            counts.put(what, counts.path(what).asInt() + 1);
        }));
        return about;
    }

    private void note(
            Transaction transaction,
            AppTrigger trigger,
            String subject,
            Trigger about,
            Optional<Wake> open,
            Instant now,
            Instant due) {
        if (open.isPresent()) {
            WakeRows.renew(transaction, open.get(), about.json());
        } else {
            WakeRows.insert(transaction, trigger, subject, about.json(), now, due);
        }
        bell.ring(Duration.between(now, due));
    }
}
