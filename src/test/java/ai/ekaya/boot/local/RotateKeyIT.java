package ai.ekaya.boot.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.keys.KeyFiles;
import ai.ekaya.keys.KeyRing;
import ai.ekaya.keys.KeyRooms;
import ai.ekaya.keys.MasterKey;
import ai.ekaya.keys.OfflineRotation;
import ai.ekaya.keys.Sealed;
import ai.ekaya.keys.Sealer;
import ai.ekaya.keys.Secret;
import ai.ekaya.store.DatabaseUrl;
import ai.ekaya.store.Sql;
import ai.ekaya.store.Store;
import ai.ekaya.store.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RotateKeyIT {
    private final String text = TestDatabase.freshUrl();
    private final DatabaseUrl url = DatabaseUrl.parse(text);
    private final UUID datasource = UUID.randomUUID();
    private final UUID app = UUID.randomUUID();
    private final UUID session = UUID.randomUUID();

    @TempDir
    private Path home;

    private MasterKey first;

    @BeforeEach
    void seal() throws SQLException {
        first = MasterKey.load(Optional.empty(), home);
        start(KeyRing.of(first));
        Sealer sealer = new Sealer(first);
        UUID project = UUID.randomUUID();
        run("INSERT INTO ekaya.project (id, name, created_at) VALUES ('" + project + "', 'p', now())");
        run("INSERT INTO ekaya.datasource (id, project_id, name, type, host, port, database_name, user_name, ssl_mode,"
                + " sealed_password, can_write, version, created_at) VALUES ('" + datasource + "', '" + project
                + "', 'd', 'postgresql', 'h', 1, 'd', 'u', 'disable', '"
                + sealer.seal("datasource:" + datasource, new Secret("of the datasource"))
                        .text()
                + "', false, 1, now())");
        run("INSERT INTO ekaya.app_database (app_id, project_id, schema_name, role_name, sealed_password) VALUES ('"
                + app
                + "', '" + project + "', 's', 'r', '"
                + sealer.seal("appdb:" + app, new Secret("of the app")).text() + "')");
        UUID user = UUID.randomUUID();
        run("INSERT INTO ekaya.app_user (id, name, platform_admin, created_at) VALUES ('" + user
                + "', 'u', false, now())");
        run("INSERT INTO ekaya.user_session (token_hash, user_id, created_at, used_at) VALUES ('x', '" + user
                + "', now(), now())");
        // Without a refresh token: there is nothing to seal anew.
        run("INSERT INTO ekaya.sso_session (id, token_hash, sealed_id_token, confirmed_at, asked_at) VALUES ('"
                + session
                + "', 'x', '"
                + sealer.seal("sso-id:" + session, new Secret("of the session")).text()
                + "', now(), now())");
    }

    private Map<String, String> environment(String... more) {
        Map<String, String> environment = new HashMap<>(Map.of("EKAYA_HOME", home.toString(), "DATABASE_URL", text));
        for (int i = 0; i < more.length; i += 2) {
            environment.put(more[i], more[i + 1]);
        }
        return environment;
    }

    private void assertSealedWith(MasterKey key) {
        Sealer sealer = new Sealer(key);
        assertThat(sealer.open(
                                "datasource:" + datasource,
                                new Sealed(one("SELECT sealed_password FROM ekaya.datasource")))
                        .value())
                .isEqualTo("of the datasource");
        assertThat(sealer.open("appdb:" + app, new Sealed(one("SELECT sealed_password FROM ekaya.app_database")))
                        .value())
                .isEqualTo("of the app");
        assertThat(sealer.open("sso-id:" + session, new Sealed(one("SELECT sealed_id_token FROM ekaya.sso_session")))
                        .value())
                .isEqualTo("of the session");
        start(KeyRing.of(key));
    }

    private void start(KeyRing ring) {
        try (KeyRooms server = new KeyRooms(url, ring)) {
            server.check.verify();
        }
        awaitNoSession();
    }

    @Test
    void seals_everything_with_a_new_key_and_keeps_the_old_file() throws Exception {
        String before = Files.readString(home.resolve("keys/master.key"));
        assertThat(RotateKey.run(environment())).startsWith("3 secrets sealed anew.");
        MasterKey second = MasterKey.load(Optional.empty(), home);
        assertThat(second.toString()).isNotEqualTo(first.toString());
        assertSealedWith(second);
        assertThatThrownBy(() -> assertSealedWith(first)).hasMessageContaining("was sealed with master key");
        assertThat(Files.readString(home.resolve("keys/master.key.old"))).isEqualTo(before);
        assertThat(home.resolve("keys/master.key.new")).doesNotExist();
        RotateKey.run(environment());
        assertSealedWith(MasterKey.load(Optional.empty(), home));
    }

    @Test
    void goes_on_where_it_was_killed() throws SQLException {
        KeyFiles files = new KeyFiles(home);
        // After the new key was made, before the database was changed.
        MasterKey next = files.next();
        assertSealedWith(first);
        // After the database was changed, before the files were.
        try (Connection owner = TestDatabase.superuser(url.user())) {
            assertThat(OfflineRotation.run(owner, first, next)).isEqualTo(3);
        }
        assertThatThrownBy(() -> start(KeyRing.of(first))).hasMessageContaining("are sealed with master key");
        // A server with the files goes on as well.
        start(KeyRing.load(Optional.empty(), Optional.empty(), home));
        assertThat(RotateKey.run(environment())).startsWith("0 secrets sealed anew.");
        assertThat(MasterKey.load(Optional.empty(), home).toString()).isEqualTo(next.toString());
        assertSealedWith(next);
    }

    @Test
    void changes_nothing_when_one_secret_does_not_open() {
        run("UPDATE ekaya.app_database SET sealed_password = 'v1:x:y'");
        String before = one("SELECT sealed_password FROM ekaya.datasource");
        assertThatThrownBy(() -> RotateKey.run(environment())).hasMessageContaining("The secret of appdb:" + app);
        assertThat(one("SELECT sealed_password FROM ekaya.datasource")).isEqualTo(before);
        assertThat(MasterKey.load(Optional.empty(), home).toString()).isEqualTo(first.toString());
    }

    @Test
    void changes_nothing_while_somebody_holds_a_row() throws SQLException {
        String before = one("SELECT sealed_password FROM ekaya.datasource");
        try (Connection other = TestDatabase.superuser(url.user())) {
            other.setAutoCommit(false);
            other.createStatement().execute("SELECT 1 FROM ekaya.datasource FOR UPDATE");
            assertThatThrownBy(() -> RotateKey.run(environment())).hasMessageContaining("holds rows");
        }
        assertThat(one("SELECT sealed_password FROM ekaya.datasource")).isEqualTo(before);
        assertSealedWith(first);
    }

    @Test
    void ends_a_rotation_that_was_begun_while_servers_ran() throws SQLException {
        MasterKey next = new KeyFiles(home).next();
        run("UPDATE ekaya.master_key SET key_id = '" + id(next) + "', settled = false");
        assertThat(RotateKey.run(environment())).startsWith("3 secrets sealed anew.");
        assertSealedWith(next);
        assertThat(one("SELECT settled FROM ekaya.master_key")).isEqualTo("t");
        assertThat(home.resolve("keys/master.key.new")).doesNotExist();
    }

    private static String id(MasterKey key) {
        return key.toString().replaceAll("MasterKey\\[(.*)]", "$1");
    }

    @Test
    void takes_keys_from_the_environment() {
        String second = Base64.getEncoder().encodeToString(new byte[32]);
        String third = Base64.getEncoder().encodeToString(("x".repeat(32)).getBytes());
        RotateKey.run(environment("EKAYA_MASTER_KEY", second));
        assertSealedWith(MasterKey.of(second, "second"));
        assertThatThrownBy(() -> RotateKey.run(environment(
                        "EKAYA_MASTER_KEY",
                        third,
                        "EKAYA_HOME",
                        home.resolve("none").toString())))
                .hasMessageContaining("set EKAYA_MASTER_KEY_OLD");
        assertThatThrownBy(() -> RotateKey.run(environment("EKAYA_MASTER_KEY", third)))
                .hasMessageContaining("are sealed with master key");
        RotateKey.run(environment("EKAYA_MASTER_KEY", third, "EKAYA_MASTER_KEY_OLD", second));
        assertSealedWith(MasterKey.of(third, "third"));
    }

    @Test
    void refuses_while_a_server_runs() {
        try (Store store = Store.open(url)) {
            store.inTransaction(transaction -> Sql.first(transaction, "SELECT 1", row -> row.getInt(1)));
            assertThatThrownBy(() -> RotateKey.run(environment()))
                    .hasMessageContaining("A server runs on this database");
        }
        assertSealedWith(first);
        awaitNoSession();
        assertThat(RotateKey.run(environment())).startsWith("3 ");
    }

    private void awaitNoSession() {
        while (!one("SELECT count(*) FROM pg_stat_activity WHERE usename LIKE 'ekaya_rt_%' AND datname = current_database()")
                .equals("0")) {
            Thread.onSpinWait();
        }
    }

    @Test
    void knows_every_sealed_column_of_the_schema() {
        assertThat(
                        one(
                                "SELECT string_agg(table_name || '.' || column_name, ' ' ORDER BY table_name, column_name)"
                                        + " FROM information_schema.columns WHERE table_schema = 'ekaya' AND column_name LIKE '%sealed%'"))
                .isEqualTo(OfflineRotation.places());
    }

    private String one(String sql) {
        try (Connection connection = TestDatabase.superuser(url.user());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void run(String sql) {
        try (Connection connection = TestDatabase.superuser(url.user());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
