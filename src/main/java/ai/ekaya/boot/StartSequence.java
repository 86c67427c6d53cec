package ai.ekaya.boot;

import ai.ekaya.appdb.AppDatabases;
import ai.ekaya.audit.AuditClock;
import ai.ekaya.catalog.CatalogClock;
import ai.ekaya.identity.FirstAdmin;
import ai.ekaya.journal.JournalSweep;
import ai.ekaya.keys.KeyClock;
import ai.ekaya.keys.MasterKeyCheck;
import ai.ekaya.live.Live;
import ai.ekaya.live.Streams;
import ai.ekaya.llm.ModelSweep;
import ai.ekaya.marketplace.MarketplaceClock;
import ai.ekaya.notify.DispatchClock;
import ai.ekaya.run.RunThreads;
import ai.ekaya.run.WarmUp;
import ai.ekaya.schedule.ScheduleClock;
import ai.ekaya.store.Signals;
import ai.ekaya.trigger.TriggerClock;
import ai.ekaya.usage.RateClock;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a start does once the server has all it needs, in this order; and a stop in reverse. */
@Singleton
public final class StartSequence {
    private static final Logger LOG = LoggerFactory.getLogger(StartSequence.class);

    private final MasterKeyCheck keyCheck;
    private final KeyClock keys;
    private final ServerSettings settings;
    private final FirstAdmin firstAdmin;
    private final AppDatabases databases;
    private final AuditClock audit;
    private final JournalSweep journals;
    private final ModelSweep models;
    private final RateClock rates;
    private final CatalogClock catalogs;
    private final MarketplaceClock marketplace;
    private final RunThreads threads;
    private final Signals signals;
    private final Live live;
    private final Streams streams;
    private final ScheduleClock schedule;
    private final TriggerClock triggers;
    private final DispatchClock dispatch;
    private final DemoProject demo;
    private final WarmUp warmUp;

    @Inject
    StartSequence(
            MasterKeyCheck keyCheck,
            KeyClock keys,
            ServerSettings settings,
            FirstAdmin firstAdmin,
            AppDatabases databases,
            AuditClock audit,
            JournalSweep journals,
            ModelSweep models,
            RateClock rates,
            CatalogClock catalogs,
            MarketplaceClock marketplace,
            RunThreads threads,
            Signals signals,
            Live live,
            Streams streams,
            ScheduleClock schedule,
            TriggerClock triggers,
            DispatchClock dispatch,
            DemoProject demo,
            WarmUp warmUp) {
        this.keyCheck = keyCheck;
        this.keys = keys;
        this.settings = settings;
        this.firstAdmin = firstAdmin;
        this.databases = databases;
        this.audit = audit;
        this.journals = journals;
        this.models = models;
        this.rates = rates;
        this.catalogs = catalogs;
        this.marketplace = marketplace;
        this.threads = threads;
        this.signals = signals;
        this.live = live;
        this.streams = streams;
        this.schedule = schedule;
        this.triggers = triggers;
        this.dispatch = dispatch;
        this.demo = demo;
        this.warmUp = warmUp;
    }

    void run() {
        keyCheck.verify();
        signals.open(threads.executor(), threads.timer());
        keys.open(threads.timer());
        firstAdmin
                .ensure(settings.adminPassword())
                // The one secret that a log ever shows, and only where nobody gave a password.
                .ifPresent(password -> LOG.warn("First start: user admin, password {} (shown only now)", password));
        audit.open(threads.timer());
        databases.reconcile();
        live.open();
        streams.open();
        schedule.open();
        triggers.open();
        dispatch.open();
        journals.open(threads.timer());
        models.open(threads.timer());
        rates.open(threads.timer());
        catalogs.open(threads.executor(), threads.timer());
        marketplace.open(threads.timer());
        makeDemo();
    }

    /** What nobody waits for. */
    void afterReady() {
        warmUp.start();
    }

    private void makeDemo() {
        settings.demoShopUrl()
                .ifPresent(shop -> settings.demoPackages()
                        .ifPresent(packages ->
                                firstAdmin.principal().ifPresent(admin -> demo.ensure(admin, shop, packages))));
    }

    @PreDestroy
    void stop() {
        warmUp.stop();
        dispatch.close();
        triggers.close();
        schedule.close();
        streams.close();
        live.close();
        models.close();
        marketplace.close();
        catalogs.close();
        rates.close();
        journals.close();
        audit.close();
        keys.close();
        signals.close();
    }
}
