package ai.ekaya.keys;

import ai.ekaya.audit.AuditLog;
import ai.ekaya.limits.Limits;
import ai.ekaya.store.DatabaseUrl;
import ai.ekaya.store.Store;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.UUID;

/** This room put together as one server of several has it, with a clock that a test sets. */
public final class KeyRooms implements AutoCloseable {
    /** Stands still until it is moved. */
    static final class SettableClock extends Clock {
        private Instant now = Instant.parse("2026-03-01T10:00:00Z");

        void advance(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    final SettableClock clock = new SettableClock();
    final Store store;
    final KeyRing ring;
    final KeyInForce inForce;
    final KeyHolders holders;
    public final Sealer sealer;
    public final MasterKeyCheck check;
    final KeyRotation rotation;

    public KeyRooms(DatabaseUrl url, KeyRing ring) {
        this(url, ring, "a-server", Limits.defaults());
    }

    KeyRooms(DatabaseUrl url, KeyRing ring, String host, Limits limits) {
        this.ring = ring;
        store = Store.open(url);
        holders = new KeyHolders(UUID.randomUUID(), host, limits);
        inForce = new KeyInForce(store, ring, holders, limits, clock);
        sealer = new Sealer(ring, inForce);
        check = new MasterKeyCheck(store, ring, inForce);
        rotation = rotation(limits);
    }

    KeyRotation rotation(Limits limits) {
        Rewrapping rewrapping = new Rewrapping(store, sealer, limits);
        return new KeyRotation(store, ring, inForce, holders, rewrapping, new AuditLog(clock), limits);
    }

    /** The same for the same number. */
    static MasterKey key(int fill) {
        byte[] bytes = new byte[32];
        java.util.Arrays.fill(bytes, (byte) fill);
        return MasterKey.of(Base64.getEncoder().encodeToString(bytes), "key " + fill);
    }

    /** An orderly end. */
    @Override
    public void close() {
        inForce.leave();
        store.close();
    }

    /** As {@code kill -9} ends it: the others have to find out. */
    void kill() {
        store.close();
    }
}
