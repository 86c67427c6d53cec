package ai.ekaya.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.resource.LoadableResource;
import org.jspecify.annotations.Nullable;

/**
 * Runs Flyway over the migrations named in {@code db/migration/index}. Flyway's own class-path scan finds nothing inside a packed
 * WAR on Liberty and then only logs, so the files are listed; a test compares the list with the folder.
 */
final class Migrations {
    private static final String FOLDER = "db/migration/";

    private Migrations() {}

    /** @param owner gives connections of its own, which see all projects' rows */
    static void run(DataSource owner, RuntimeLogin runtime) {
        run(owner, runtime, names());
    }

    /** @param names of the scripts, in order; fewer than all for a database of an earlier version */
    static void run(DataSource owner, RuntimeLogin runtime, List<String> names) {
        Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(owner)
                .schemas("ekaya")
                .createSchemas(false)
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .placeholders(Map.of(
                        "runtime",
                        runtime.user(),
                        "across",
                        AcrossRole.of(runtime).name()))
                .initSql("SET ekaya.maintenance = 'yes'")
                // No scanning at all: it would log an error for each folder that it cannot list.
                .locations(new String[0])
                .callbackLocations(new String[0])
                .resourceProvider(new Listed(names))
                .load()
                .migrate();
    }

    static List<String> names() {
        return read("index").lines().filter(line -> !line.isBlank()).toList();
    }

    private static String read(String name) {
        try (InputStream in = Migrations.class.getClassLoader().getResourceAsStream(FOLDER + name)) {
            if (in == null) {
                throw new IllegalStateException("The WAR has no " + FOLDER + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("Could not read " + FOLDER + name, e);
        }
    }

    private record Listed(List<String> names) implements ResourceProvider {
        @Override
        public @Nullable LoadableResource getResource(String name) {
            return names.contains(name) ? new Script(name) : null;
        }

        @Override
        public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
            return names.stream()
                    .filter(name ->
                            name.startsWith(prefix) && Arrays.stream(suffixes).anyMatch(name::endsWith))
                    .<LoadableResource>map(Script::new)
                    .toList();
        }
    }

    private static final class Script extends LoadableResource {
        private final String name;

        Script(String name) {
            this.name = name;
        }

        @Override
        public Reader read() {
            return new StringReader(Migrations.read(name));
        }

        @Override
        public String getAbsolutePath() {
            return FOLDER + name;
        }

        @Override
        public String getAbsolutePathOnDisk() {
            return FOLDER + name;
        }

        @Override
        public String getFilename() {
            return name;
        }

        @Override
        public String getRelativePath() {
            return name;
        }
    }
}
