package ai.ekaya.install;

import ai.ekaya.datasource.Datasource;
import ai.ekaya.datasource.DatasourceId;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.pack.Manifest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Which of a project's datasources an app's aliases mean. */
public final class Bindings {
    /** A message is read, not searched. */
    private static final int NAMES_MAX = 10;

    private Bindings() {}

    /** @param asked alias to a datasource's id or name; an alias left out binds to the only datasource of a fitting type */
    public static Map<String, DatasourceId> of(
            List<Manifest.DatasourceSlot> slots, List<Datasource> available, Map<String, String> asked) {
        Set<String> aliases = new TreeSet<>();
        Map<String, DatasourceId> bound = new LinkedHashMap<>();
        for (Manifest.DatasourceSlot slot : slots) {
            aliases.add(slot.alias());
            List<Datasource> fitting = available.stream()
                    .filter(datasource -> slot.types().isEmpty() || slot.types().contains(datasource.type()))
                    .toList();
            String named = asked.get(slot.alias());
            if (named != null) {
                bound.put(slot.alias(), named(slot, fitting, named));
            } else if (fitting.size() == 1) {
                bound.put(slot.alias(), fitting.get(0).id());
            } else if (slot.required()) {
                throw undecided(slot, fitting);
            }
        }
        for (String alias : asked.keySet()) {
            if (!aliases.contains(alias)) {
                throw new Refusal(
                        RefusalCode.BAD_ARGUMENT,
                        "The package has no datasource alias '" + alias + "', it has " + aliases);
            }
        }
        return bound;
    }

    private static DatasourceId named(Manifest.DatasourceSlot slot, List<Datasource> fitting, String named) {
        return fitting.stream()
                .filter(datasource -> datasource.id().toString().equals(named)
                        || datasource.name().equals(named))
                .map(Datasource::id)
                .findFirst()
                .orElseThrow(() -> new Refusal(
                        RefusalCode.BAD_ARGUMENT,
                        "No datasource '" + named + "' fits alias '" + slot.alias() + "'" + types(slot)
                                + fitting(fitting)));
    }

    /** Names are the project's own, which whoever installs may see. */
    private static String fitting(List<Datasource> fitting) {
        if (fitting.isEmpty()) {
            return ", and the project has none that does; add one first";
        }
        String names =
                fitting.stream().map(Datasource::name).sorted().limit(NAMES_MAX).collect(Collectors.joining(", "));
        return "; the project has " + names + (fitting.size() > NAMES_MAX ? " and more" : "");
    }

    private static Refusal undecided(Manifest.DatasourceSlot slot, List<Datasource> fitting) {
        return new Refusal(
                RefusalCode.BAD_ARGUMENT,
                fitting.isEmpty()
                        ? "The package needs a datasource for alias '" + slot.alias() + "'" + types(slot)
                                + " and the project has none; add one first"
                        : fitting.size() + " datasources fit alias '" + slot.alias() + "'; say which with datasource."
                                + slot.alias() + "=<name>" + fitting(fitting));
    }

    private static String types(Manifest.DatasourceSlot slot) {
        return slot.types().isEmpty() ? "" : " of type " + String.join(" or ", new TreeSet<>(slot.types()));
    }
}
