package ai.ekaya.pack;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * {@code manifest.json}, read and checked: what the app is and how it wants to run.
 *
 * @param settings JSON Schema of the app's settings, an object schema
 */
public record Manifest(
        String id,
        String name,
        String version,
        String description,
        String author,
        String category,
        boolean requiresAi,
        Execution execution,
        Set<String> hostFunctions,
        List<DatasourceSlot> datasources,
        JsonNode settings,
        List<Export> exports) {

    public Manifest {
        hostFunctions = Set.copyOf(hostFunctions);
        datasources = List.copyOf(datasources);
        exports = List.copyOf(exports);
    }

    /**
     * @param modes on demand where the manifest is silent
     * @param defaultSchedule cron text, UTC; whether it makes sense is checked by {@code install}, as are the two after it
     * @param overlap what becomes of a due time while the run before it goes on
     * @param catchUp what becomes of due times that no server started
     * @param triggers what else it is woken by
     */
    public record Execution(
            Set<Mode> modes,
            Optional<String> defaultSchedule,
            Optional<String> overlap,
            Optional<String> catchUp,
            Set<Trigger> triggers,
            Optional<Duration> timeout,
            OptionalLong memoryBytes) {
        public Execution {
            modes = Set.copyOf(modes);
            triggers = Set.copyOf(triggers);
        }
    }

    public enum Mode {
        SCHEDULED,
        ON_DEMAND
    }

    /** What wakes an app beside people and the clock. */
    public enum Trigger {
        /** The app was installed or updated. */
        INSTALLED("installed"),
        /** The schema of a datasource that it is bound to is another. */
        SCHEMA_REFRESHED("schema.refreshed"),
        /** A signed request of another system. */
        WEBHOOK("webhook");

        private final String text;

        Trigger(String text) {
            this.text = text;
        }

        /** As packages and clients write it. */
        public String text() {
            return text;
        }

        /** @throws IllegalArgumentException when there is no such kind */
        public static Trigger of(String text) {
            return Arrays.stream(values())
                    .filter(kind -> kind.text.equals(text))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("No trigger is called '" + text + "'"));
        }
    }

    /**
     * A datasource that the app names by alias and a project binds.
     *
     * @param types any of {@code postgresql}, {@code sqlserver}; empty means any
     */
    public record DatasourceSlot(String alias, Set<String> types, boolean required) {
        public DatasourceSlot {
            types = Set.copyOf(types);
        }
    }

    /**
     * A tool that the app offers.
     *
     * @param inputSchema what its arguments, one object, must fit
     * @param role the least role that may call it; who may run the app where it is silent
     */
    public record Export(String tool, String description, JsonNode inputSchema, Optional<String> role) {}
}
