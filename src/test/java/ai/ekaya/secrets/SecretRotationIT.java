package ai.ekaya.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ekaya.identity.Principal;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.identity.Role;
import ai.ekaya.identity.UserId;
import ai.ekaya.keys.MasterKey;
import ai.ekaya.keys.OfflineRotation;
import ai.ekaya.keys.Sealer;
import ai.ekaya.keys.Secret;
import ai.ekaya.limits.Limits;
import ai.ekaya.store.DatabaseUrl;
import ai.ekaya.store.Store;
import ai.ekaya.store.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SecretRotationIT {
    private final DatabaseUrl url = TestDatabase.fresh();
    private final ProjectId project = new ProjectId(UUID.randomUUID());
    private final Principal admin = new Principal(
            Principal.Kind.USER, new UserId(UUID.randomUUID()), "ada", false, Map.of(project, Role.ADMIN));

    @Test
    void a_new_master_key_opens_what_the_old_one_sealed() throws SQLException {
        MasterKey before = MasterKey.of("A".repeat(43) + "=", "before");
        MasterKey after = MasterKey.of("B".repeat(42) + "A=", "after");
        try (Store store = Store.open(url)) {
            try (Connection superuser = TestDatabase.superuser(url.user());
                    Statement statement = superuser.createStatement()) {
                statement.execute(
                        "INSERT INTO ekaya.project (id, name, created_at) VALUES ('" + project + "', 'p', now())");
            }
            rooms(store, before).write(admin, project, "kept", "a value");
        }
        awaitNoServer();
        try (Connection owner = TestDatabase.superuser(url.user())) {
            try (Statement statement = owner.createStatement()) {
                // As a server remembers its key at its first start.
                statement.execute("INSERT INTO ekaya.master_key (key_id)"
                        + " SELECT split_part(sealed_value, ':', 2) FROM ekaya.project_secret");
            }
            assertThat(OfflineRotation.run(owner, before, after)).isEqualTo(1);
        }
        try (Store store = Store.open(url)) {
            assertThat(rooms(store, after).secrets().open(project, "kept").map(Secret::value))
                    .contains("a value");
        }
    }

    private static TestSecrets rooms(Store store, MasterKey key) {
        return TestSecrets.on(store, new Sealer(key), Limits.defaults(), Clock.systemUTC());
    }

    private void awaitNoServer() throws SQLException {
        boolean gone = false;
        while (!gone) {
            try (Connection superuser = TestDatabase.superuser(url.user());
                    Statement statement = superuser.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT count(*) = 0 FROM pg_stat_activity"
                            + " WHERE usename LIKE 'ekaya_rt_%' AND datname = current_database()")) {
                gone = rows.next() && rows.getBoolean(1);
            }
        }
    }
}
