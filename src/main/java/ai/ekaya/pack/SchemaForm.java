package ai.ekaya.pack;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Whether a schema of an author can be applied to anything at all: its patterns are read, its references lead to schemas in it, and none
 * leads back to where it came from without going into the value. The schema of JSON Schema says nothing of these, and the validator
 * fails on them, at the worst without end. Not thread-safe; for one time.
 *
 * <p>SECURITY: such a schema, in one app's package, failed every list of its project's tools. Guarded by SchemaFormTest.
 */
final class SchemaForm {
    /**
     * References and {@code allOf}s in a row, for one value: some frames of the stack each, for each level of the value. Real schemas have
     * three. No {@code Limit}, as {@link SchemaMeter} says.
     */
    static final int STEPS_MAX = 64;

    private static final Schema SCHEMA_OF_SCHEMAS = Schema.ofSchemas();

    private static final Set<String> IN_PLACE_ONE = Set.of("not", "if", "then", "else");
    private static final Set<String> IN_PLACE_LIST = Set.of("allOf", "anyOf", "oneOf");
    private static final Set<String> IN_PLACE_NAMED = Set.of("dependentSchemas", "dependencies");
    private static final Set<String> WITHIN_ONE = Set.of(
            "items",
            "contains",
            "additionalProperties",
            "propertyNames",
            "unevaluatedItems",
            "unevaluatedProperties",
            "contentSchema");
    private static final Set<String> WITHIN_NAMED = Set.of("properties", "patternProperties", "$defs", "definitions");
    private static final Set<String> REFERENCES = Set.of("$ref", "$dynamicRef");
    private static final Set<String> DRAFT =
            Set.of("https://json-schema.org/draft/2020-12/schema", "https://json-schema.org/draft/2020-12/schema#");

    /** By JSON pointer, in the order of the schema. */
    private final Map<String, JsonNode> places = new LinkedHashMap<>();

    private final Map<String, String> anchors = new HashMap<>();

    /** From a place to those that are applied to the same value. */
    private final Map<String, List<String>> steps = new HashMap<>();

    private final List<ReadResult.Finding> problems = new ArrayList<>();

    /** The place that a way comes back to, once one does. */
    private String endless = "";

    private SchemaForm() {}

    /**
     * What cannot be applied, each at a JSON pointer into the schema.
     *
     * @param schema one that the schema of schemas fits
     */
    static List<ReadResult.Finding> problems(JsonNode schema) {
        SchemaForm form = new SchemaForm();
        form.visit("", schema);
        form.places.forEach(form::refer);
        form.requireEnds();
        return List.copyOf(form.problems);
    }

    /**
     * Refuses what an author brought in a package where it is no JSON Schema or cannot be applied.
     *
     * @param where the schema's place in the package, as {@code manifest.json#/settings}
     * @param rules {@link #problems}, or these and more
     */
    static void check(
            String where, JsonNode schema, Function<JsonNode, List<ReadResult.Finding>> rules, Findings findings) {
        List<ReadResult.Finding> none = SCHEMA_OF_SCHEMAS.problems(where, schema);
        none.forEach(problem -> findings.add(
                where + problem.where().substring(where.length() + 1),
                "This is no JSON Schema (draft 2020-12): " + problem.message()));
        if (!none.isEmpty()) {
            return;
        }
        List<ReadResult.Finding> unusable = rules.apply(schema);
        unusable.forEach(problem -> findings.add(where + problem.where(), problem.message()));
        if (unusable.isEmpty() && Schema.built(schema).isEmpty()) {
            findings.add(where, "This cannot be applied, expected a JSON Schema (draft 2020-12)");
        }
    }

    private void visit(String at, JsonNode schema) {
        places.put(at, schema);
        for (Map.Entry<String, JsonNode> keyword : schema.properties()) {
            String name = keyword.getKey();
            JsonNode given = keyword.getValue();
            String below = at + "/" + escaped(name);
            if (IN_PLACE_ONE.contains(name) || WITHIN_ONE.contains(name)) {
                part(at, below, given, IN_PLACE_ONE.contains(name));
            } else if (IN_PLACE_LIST.contains(name) || name.equals("prefixItems")) {
                for (int i = 0; i < given.size(); i++) {
                    part(at, below + "/" + i, given.path(i), IN_PLACE_LIST.contains(name));
                }
            } else if (IN_PLACE_NAMED.contains(name) || WITHIN_NAMED.contains(name)) {
                for (Map.Entry<String, JsonNode> one : given.properties()) {
                    part(at, below + "/" + escaped(one.getKey()), one.getValue(), IN_PLACE_NAMED.contains(name));
                }
            }
            checkText(at, name, given);
        }
    }

    private void part(String at, String below, JsonNode schema, boolean inPlace) {
        if (!schema.isObject() && !schema.isBoolean()) {
            return;
        }
        if (inPlace) {
            step(at, below);
        }
        visit(below, schema);
    }

    private void step(String from, String to) {
        steps.computeIfAbsent(from, at -> new ArrayList<>()).add(to);
    }

    private void checkText(String at, String name, JsonNode given) {
        switch (name) {
            case "pattern" -> checkPattern(at + "/pattern", given.asText());
            case "patternProperties" ->
                given.properties()
                        .forEach(one -> checkPattern(at + "/patternProperties/" + escaped(one.getKey()), one.getKey()));
            case "$anchor", "$dynamicAnchor" -> anchors.putIfAbsent(given.asText(), at);
            case "$id" -> outside(at, name, given);
            case "$schema" -> {
                if (!DRAFT.contains(given.asText())) {
                    outside(at, name, given);
                }
            }
            default -> {
                // Nothing else is read before it is applied.
            }
        }
    }

    private void checkPattern(String at, String pattern) {
        if (!BoundedPattern.isReadable(pattern)) {
            add(at, "The pattern '" + Excerpt.of(pattern) + "' cannot be read, expected a regular expression");
        }
    }

    private void outside(String at, String name, JsonNode given) {
        add(
                at + "/" + escaped(name),
                "The schema's " + name + " is '" + Excerpt.of(given.asText())
                        + "', expected nothing outside the schema");
    }

    private void refer(String at, JsonNode schema) {
        for (String name : REFERENCES) {
            JsonNode given = schema.path(name);
            if (!given.isTextual()) {
                continue;
            }
            String text = given.asText();
            if (!text.startsWith("#")) {
                outside(at, name, given);
                continue;
            }
            target(text.substring(1))
                    .ifPresentOrElse(
                            to -> step(at, to),
                            () -> add(
                                    at + "/" + escaped(name),
                                    "There is no schema at '" + Excerpt.of(text)
                                            + "', expected one of this schema such as #/$defs/name"));
        }
    }

    private Optional<String> target(String fragment) {
        if (fragment.isEmpty() || fragment.startsWith("/")) {
            return places.containsKey(fragment) ? Optional.of(fragment) : Optional.empty();
        }
        return Optional.ofNullable(anchors.get(fragment));
    }

    private void requireEnds() {
        Map<String, Integer> heights = new HashMap<>();
        for (String place : places.keySet()) {
            Set<String> way = new LinkedHashSet<>();
            if (height(place, way, heights) > STEPS_MAX) {
                add(
                        endless,
                        "This leads back to itself, or on for more than " + STEPS_MAX
                                + " steps, without going into the value; expected properties or items between");
                return;
            }
        }
    }

    /** The longest way from here; more than the most as soon as that is known, which also bounds the depth of this. */
    private int height(String place, Set<String> way, Map<String, Integer> heights) {
        Integer known = heights.get(place);
        if (known != null) {
            return known;
        }
        if (way.size() > STEPS_MAX || !way.add(place)) {
            endless = place;
            return STEPS_MAX + 1;
        }
        int height = 0;
        for (String next : steps.getOrDefault(place, List.of())) {
            height = Math.max(height, 1 + height(next, way, heights));
            if (height > STEPS_MAX) {
                endless = way.contains(endless) ? endless : place;
                return STEPS_MAX + 1;
            }
        }
        way.remove(place);
        heights.put(place, height);
        return height;
    }

    private void add(String at, String message) {
        problems.add(new ReadResult.Finding(at, message));
    }

    /** As a JSON pointer has it. */
    static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
