package ai.ekaya.keys;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The master keys that this server holds: each opens what names it; which one seals is the database's to say ({@link KeyInForce}). A
 * key once held is held until the server stops. Thread-safe.
 */
public final class KeyRing {
    private final KeySource source;
    private final Map<String, MasterKey> keys = new ConcurrentHashMap<>();

    private KeyRing(KeySource source) {
        this.source = source;
        refresh();
    }

    /**
     * @param current {@code EKAYA_MASTER_KEY}; without it the keys are files, and the first is made when absent
     * @param old {@code EKAYA_MASTER_KEY_OLD}
     * @throws IllegalArgumentException when a value is no key; the message does not show it
     */
    public static KeyRing load(Optional<String> current, Optional<String> old, Path home) {
        if (current.isEmpty() && old.isPresent()) {
            throw new IllegalArgumentException("EKAYA_MASTER_KEY_OLD is set without EKAYA_MASTER_KEY: set both, or none"
                    + " where the keys are files in EKAYA_HOME/keys");
        }
        MasterKey first = MasterKey.load(current, home);
        return new KeyRing(
                current.isPresent()
                        ? new KeySource.Environment(first, old.map(text -> MasterKey.of(text, "EKAYA_MASTER_KEY_OLD")))
                        : new KeySource.Files(new KeyFiles(home)));
    }

    /** Of one key that is given. */
    public static KeyRing of(MasterKey key) {
        return new KeyRing(new KeySource.Environment(key, Optional.empty()));
    }

    /** Of two keys that are given. */
    static KeyRing of(MasterKey current, MasterKey old) {
        return new KeyRing(new KeySource.Environment(current, Optional.of(old)));
    }

    /** Reads files again, so that a key that was added to them needs no restart. */
    void refresh() {
        source.keys().forEach(key -> keys.putIfAbsent(key.id(), key));
    }

    Optional<MasterKey> find(String id) {
        if (!keys.containsKey(id)) {
            refresh();
        }
        return Optional.ofNullable(keys.get(id));
    }

    /** @throws IllegalStateException when this server does not hold the key that is in force, saying what to do */
    MasterKey require(String inForce) {
        return find(inForce)
                .orElseThrow(() -> new IllegalStateException("This database's secrets are sealed with master key "
                        + inForce + ", but this server has " + String.join(", ", ids()) + "; " + source.toHold()));
    }

    SortedSet<String> ids() {
        return new TreeSet<>(keys.keySet());
    }

    /** What the operator gave as the key, in force or not; a first start takes it. */
    public MasterKey current() {
        return source.keys().stream()
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("There is no master key in EKAYA_HOME/keys any more"));
    }

    KeySource source() {
        return source;
    }
}
