package ai.ekaya.sandbox;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The programs of bench/programs.json, in its order. Each is an expression of its own; all engines get the same text, which makes a
 * string of it.
 */
record Programs(Map<String, String> expressions) {
    static final Path FILE = Path.of("bench", "programs.json");
    static final ObjectMapper JSON = new ObjectMapper();

    static Programs read() {
        try {
            return new Programs(JSON.readValue(FILE.toFile(), new TypeReference<LinkedHashMap<String, String>>() {}));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + FILE, e);
        }
    }

    List<String> names() {
        return List.copyOf(expressions.keySet());
    }

    /** What is evaluated: the expression as text. */
    String script(String name) {
        String expression = expressions.get(name);
        if (expression == null) {
            throw new IllegalArgumentException("There is no program " + name + " in " + FILE);
        }
        return "String(" + expression + ")";
    }

    /** The same as an app. */
    String app(String name) {
        return "export default () => " + script(name) + ";\n";
    }
}
