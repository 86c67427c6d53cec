package ai.ekaya.run;

import ai.ekaya.install.PackageSteps;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.pack.AppPackage;
import ai.ekaya.pack.PackageHash;
import ai.ekaya.sandbox.Guest;
import ai.ekaya.sandbox.Sandbox;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.Map;

/** Prepared code by what it is, so that other bytes never run under an old name; the least recently used goes. Thread-safe. */
@Singleton
public final class Guests {
    private final Sandbox sandbox;
    private final int countMax;
    private final Map<PackageHash, Guest> prepared = new LinkedHashMap<>(16, 0.75f, true);

    @Inject
    public Guests(Sandbox sandbox, Limits limits) {
        this.sandbox = sandbox;
        this.countMax = limits.intOf(Limit.RUN_GUESTS_CACHED_COUNT);
    }

    /** How many are in memory. */
    public int count() {
        synchronized (prepared) {
            return prepared.size();
        }
    }

    /** @param verified read and hashed just now */
    Guest of(AppPackage verified) {
        synchronized (prepared) {
            Guest known = prepared.get(verified.hash());
            if (known != null) {
                return known;
            }
        }
        // Outside the lock: preparing takes long. Two runs that both prepare are equal, and one of them stays.
        Guest guest = sandbox.prepare(PackageSteps.code(verified));
        synchronized (prepared) {
            prepared.put(verified.hash(), guest);
            if (prepared.size() > countMax) {
                prepared.remove(prepared.keySet().iterator().next());
            }
        }
        return guest;
    }
}
