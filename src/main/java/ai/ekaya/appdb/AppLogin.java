package ai.ekaya.appdb;

import ai.ekaya.keys.Sealed;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.UUID;

/**
 * The database role and schema of one app. Every login of a server can read the names of all roles and schemas, so these are random
 * and tell nothing of the app.
 */
record AppLogin(AppId app, UUID project, String schema, String role, Sealed password) {
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Letters and digits only: it needs no quoting. */
    static String newName() {
        return "app_" + hex(10);
    }

    /** The same app's, in another schema: a copy. */
    AppLogin in(String otherSchema) {
        return new AppLogin(app, project, otherSchema, role, password);
    }

    static String newPassword() {
        return hex(32);
    }

    static String context(AppId app) {
        return "appdb:" + app;
    }

    private static String hex(int bytes) {
        byte[] random = new byte[bytes];
        RANDOM.nextBytes(random);
        return HexFormat.of().formatHex(random);
    }
}
