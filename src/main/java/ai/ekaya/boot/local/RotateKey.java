package ai.ekaya.boot.local;

import ai.ekaya.keys.KeyFiles;
import ai.ekaya.keys.MasterKey;
import ai.ekaya.keys.OfflineRotation;
import ai.ekaya.store.DatabaseUrl;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The main behind {@code ./ekaya rotate-key}. The database is that of {@code DATABASE_URL}, or else the embedded one of
 * {@code EKAYA_HOME}. The keys are {@code EKAYA_MASTER_KEY_OLD} and {@code EKAYA_MASTER_KEY}, or else the file in {@code EKAYA_HOME/keys}
 * and one that is made.
 */
public final class RotateKey {
    private RotateKey() {}

    public static void main(String[] arguments) {
        int exit = 0;
        try {
            System.out.println(run(System.getenv()));
        } catch (LocalStart.Problem | IllegalStateException | IllegalArgumentException e) {
            System.err.println("ekaya: " + e.getMessage()
                    + (e.getCause() == null ? "" : " (" + e.getCause().getMessage() + ")"));
            exit = 1;
        }
        // Halts hanging library threads as well.
        System.exit(exit);
    }

    /** @return what was done, for the person at the console */
    static String run(Map<String, String> environment) {
        Home home = Home.of(environment);
        String url = environment.getOrDefault("DATABASE_URL", "");
        if (!url.isEmpty()) {
            return rotate(environment, home, DatabaseUrl.parse(url));
        }
        home.take();
        ServerProcess.stopSurvivor(home);
        EmbeddedDatabase database = EmbeddedDatabase.start(home);
        try {
            return rotate(
                    environment,
                    home,
                    DatabaseUrl.parse(LocalDatabases.ensure(home, database).platformUrl()));
        } finally {
            database.close();
        }
    }

    private static String rotate(Map<String, String> environment, Home home, DatabaseUrl url) {
        String given = environment.getOrDefault("EKAYA_MASTER_KEY", "");
        KeyFiles files = new KeyFiles(home.folder());
        try (Connection owner = connect(url)) {
            if (!given.isEmpty()) {
                MasterKey from = old(environment, files);
                int count = OfflineRotation.run(owner, from, MasterKey.of(given, "EKAYA_MASTER_KEY"));
                return count + " secrets sealed anew. Start the servers with this EKAYA_MASTER_KEY";
            }
            if (!files.exist()) {
                throw new LocalStart.Problem(
                        "There is no key file in " + home.folder()
                                + "/keys; set EKAYA_HOME to where the server keeps it, or EKAYA_MASTER_KEY_OLD and EKAYA_MASTER_KEY");
            }
            MasterKey next = files.next();
            int count = OfflineRotation.run(owner, files.inForce(), next);
            files.replace(next);
            return count + " secrets sealed anew. The old key is kept as keys/master.key.old for backups made with it";
        } catch (SQLException e) {
            throw new LocalStart.Problem("Could not reach the platform's database", e);
        }
    }

    private static MasterKey old(Map<String, String> environment, KeyFiles files) {
        String old = environment.getOrDefault("EKAYA_MASTER_KEY_OLD", "");
        if (old.isEmpty() && !files.exist()) {
            throw new LocalStart.Problem(
                    "EKAYA_MASTER_KEY is the new key; set EKAYA_MASTER_KEY_OLD to the one in force");
        }
        return old.isEmpty() ? files.inForce() : MasterKey.of(old, "EKAYA_MASTER_KEY_OLD");
    }

    private static Connection connect(DatabaseUrl url) throws SQLException {
        PGSimpleDataSource driver = new PGSimpleDataSource();
        driver.setUrl(url.jdbcUrl());
        driver.setUser(url.user());
        driver.setPassword(url.password());
        return driver.getConnection();
    }
}
