package ai.ekaya.boot.local;

import java.util.Map;
import java.util.Optional;

/**
 * The first administrator's password: from {@code EKAYA_ADMIN_PASSWORD}, or made at the first start and kept in a file only until
 * it was shown, so that a first start that was killed halfway can be repeated.
 *
 * @param toShow present until it was shown once
 */
record AdminPassword(Optional<String> forServer, Optional<String> toShow) {
    private static final String PENDING = "admin.password.pending";
    private static final String SHOWN = "admin.password.shown";

    static AdminPassword of(Home home, Map<String, String> environment) {
        String given = environment.getOrDefault("EKAYA_ADMIN_PASSWORD", "");
        if (!given.isEmpty()) {
            return new AdminPassword(Optional.of(given), Optional.empty());
        }
        if (home.read(SHOWN).isPresent()) {
            return new AdminPassword(Optional.empty(), Optional.empty());
        }
        String made = home.secret(PENDING);
        return new AdminPassword(Optional.of(made), Optional.of(made));
    }

    void shown(Home home) {
        home.write(SHOWN, "yes");
        home.delete(PENDING);
    }

    @Override
    public String toString() {
        return "***";
    }
}
