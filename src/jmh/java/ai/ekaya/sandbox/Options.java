package ai.ekaya.sandbox;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A bench's arguments, as {@code --rounds 20 --engines OURS,V8}. */
record Options(Map<String, String> values) {
    static Options of(String... args) {
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < args.length; i += 2) {
            if (!args[i].startsWith("--") || i + 1 == args.length) {
                throw new IllegalArgumentException("Expected --name value, got " + args[i]);
            }
            values.put(args[i].substring(2), args[i + 1]);
        }
        return new Options(values);
    }

    int number(String name, int otherwise) {
        return Integer.parseInt(values.getOrDefault(name, String.valueOf(otherwise)));
    }

    List<String> list(String name, List<String> otherwise) {
        String value = values.get(name);
        return value == null ? otherwise : Arrays.asList(value.split(","));
    }
}
