package ai.ekaya.boot;

import ai.ekaya.datasource.AllowedHosts;
import ai.ekaya.egress.EgressThreads;
import ai.ekaya.keys.KeyHolders;
import ai.ekaya.keys.KeyRing;
import ai.ekaya.limits.Limits;
import ai.ekaya.live.LiveThreads;
import ai.ekaya.notify.NotifyThreads;
import ai.ekaya.pack.PackageReader;
import ai.ekaya.run.RunThreads;
import ai.ekaya.sandbox.CodeCache;
import ai.ekaya.sandbox.Sandbox;
import ai.ekaya.store.DatabaseUrl;
import ai.ekaya.store.ServerId;
import ai.ekaya.store.Signals;
import ai.ekaya.store.Store;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/** Makes the beans of rooms that know nothing of the container, and lends them the container's threads. */
@Singleton
public class Wiring {
    /** What this server calls itself; packages compare their {@code minEngineVersion} with it. */
    static final String ENGINE_VERSION = "1.0.0";

    @Resource
    private ManagedExecutorService executor;

    @Resource
    private ManagedScheduledExecutorService timer;

    private final ServerSettings settings = ServerSettings.read();

    @Produces
    @Singleton
    ServerSettings settings() {
        return settings;
    }

    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    Limits limits() {
        return Limits.read(settings::lookup);
    }

    @Produces
    @Singleton
    Store store() {
        return Store.open(DatabaseUrl.parse(settings.databaseUrl().orElseThrow()), settings.runtimeLogin());
    }

    void close(@Disposes Store store) {
        store.close();
    }

    @Produces
    @Singleton
    Signals signals(Store store, Limits limits) {
        return new Signals(store, limits);
    }

    @Produces
    @Singleton
    AllowedHosts allowedHosts() {
        return settings.allowedHosts();
    }

    @Produces
    @Singleton
    KeyRing keyRing() {
        return KeyRing.load(settings.masterKey(), settings.oldMasterKey(), settings.home());
    }

    @Produces
    @Singleton
    KeyHolders keyHolders(Limits limits) {
        return KeyHolders.here(limits);
    }

    @Produces
    @Singleton
    ServerId serverId() {
        return new ServerId(settings.serverId());
    }

    @Produces
    @Singleton
    RunThreads runThreads() {
        return new RunThreads(executor, timer);
    }

    @Produces
    @Singleton
    LiveThreads liveThreads() {
        return new LiveThreads(executor, timer);
    }

    @Produces
    @Singleton
    EgressThreads egressThreads() {
        return new EgressThreads(executor, timer);
    }

    @Produces
    @Singleton
    NotifyThreads notifyThreads() {
        return new NotifyThreads(executor, timer);
    }

    @Produces
    @Singleton
    Sandbox sandbox(Limits limits, KeyRing ring, Clock clock) {
        byte[] key = ring.current().derived("code cache");
        CodeCache cache = CodeCache.in(settings.cacheFolder(), key, limits, clock);
        return new Sandbox(limits, timer, cache);
    }

    @Produces
    @Singleton
    PackageReader packageReader(Limits limits) {
        return new PackageReader(limits, ENGINE_VERSION);
    }
}
