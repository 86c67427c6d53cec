package ai.ekaya.boot.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.store.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedDatabaseIT {
    @TempDir
    Path folder;

    private Home home;

    @BeforeEach
    void take() {
        home = new Home(folder.resolve("home"));
        home.take();
    }

    @Test
    void writes_durably_and_asks_everyone_for_a_password() throws SQLException, IOException {
        try (EmbeddedDatabase database = EmbeddedDatabase.start(home)) {
            assertThat(show(database, "fsync")).isEqualTo("on");
            assertThat(show(database, "synchronous_commit")).isEqualTo("on");
            assertThat(show(database, "full_page_writes")).isEqualTo("on");
            assertThat(show(database, "listen_addresses")).isEqualTo("127.0.0.1");
            String url = "jdbc:postgresql://127.0.0.1:" + database.port() + "/postgres";
            assertThatThrownBy(() -> DriverManager.getConnection(url, "postgres", "guess"))
                    .hasMessageContaining("password authentication failed");
            assertThatThrownBy(() -> DriverManager.getConnection(url, "postgres", ""))
                    .isInstanceOf(SQLException.class);
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.folder())))
                .isEqualTo("rwx------");
    }

    @Test
    void keeps_its_data_and_takes_another_port_when_a_strangers_database_has_its_own() throws SQLException {
        int first;
        try (EmbeddedDatabase database = EmbeddedDatabase.start(home)) {
            first = database.port();
            run(database, "CREATE TABLE mine AS SELECT 42 AS answer");
        }
        // A real PostgreSQL of somebody else answers at the remembered port.
        home.write("postgres.port", Integer.toString(TestDatabase.port()));
        try (EmbeddedDatabase database = EmbeddedDatabase.start(home)) {
            assertThat(database.port()).isNotEqualTo(TestDatabase.port());
            assertThat(show(database, "data_directory"))
                    .isEqualTo(home.file("postgres").toString());
            assertThat(one(database, "SELECT answer FROM mine")).isEqualTo("42");
        }
        assertThat(first).isPositive();
    }

    @Test
    void starts_anew_where_the_first_start_was_killed_halfway() throws IOException, SQLException {
        Files.createDirectories(home.file("postgres").resolve("base"));
        Files.writeString(home.file("postgres").resolve("PG_VERSION"), "18\n");
        try (EmbeddedDatabase database = EmbeddedDatabase.start(home)) {
            assertThat(one(database, "SELECT 1")).isEqualTo("1");
        }
    }

    private static String show(EmbeddedDatabase database, String setting) throws SQLException {
        return one(database, "SHOW " + setting);
    }

    private static String one(EmbeddedDatabase database, String sql) throws SQLException {
        try (Connection connection = database.superuser("postgres");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static void run(EmbeddedDatabase database, String sql) throws SQLException {
        try (Connection connection = database.superuser("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
