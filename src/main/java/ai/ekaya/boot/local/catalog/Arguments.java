package ai.ekaya.boot.local.catalog;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What stands behind a command: some words, and options {@code --name value}. */
record Arguments(List<String> words, Map<String, String> options) {

    /** @throws Wrong for an option that is not known or has no value, and for another number of words */
    static Arguments of(List<String> given, int words, String usage, String... known) {
        List<String> found = new ArrayList<>();
        Map<String, String> options = new HashMap<>();
        for (int index = 0; index < given.size(); index++) {
            String one = given.get(index);
            if (!one.startsWith("--")) {
                found.add(one);
                continue;
            }
            String name = one.substring(2);
            if (!Set.of(known).contains(name) || index + 1 == given.size()) {
                throw new Wrong("'" + one + "' is no option here or has no value, expected ./ekaya catalog " + usage);
            }
            options.put(name, given.get(++index));
        }
        if (found.size() != words) {
            throw new Wrong("expected ./ekaya catalog " + usage);
        }
        return new Arguments(List.copyOf(found), Map.copyOf(options));
    }

    Path folder(int word) {
        return Path.of(words.get(word));
    }

    Path path(String option, Path otherwise) {
        return find(option).map(Path::of).orElse(otherwise);
    }

    Optional<String> find(String option) {
        return Optional.ofNullable(options.get(option));
    }

    String require(String option) {
        return find(option).orElseThrow(() -> new Wrong("--" + option + " is missing"));
    }
}
