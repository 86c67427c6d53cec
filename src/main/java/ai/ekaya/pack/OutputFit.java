package ai.ekaya.pack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Where an output is not what its package's {@code ui.json} says of it. Nothing is refused: pages show what fits, and authors what does
 * not.
 */
public final class OutputFit {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int MISFITS_MAX = 50;

    private final JsonNode output;
    private final List<Misfit> misfits = new ArrayList<>();

    private OutputFit(JsonNode output) {
        this.output = output;
    }

    /**
     * @param view of {@code ui.json}, a JSON pointer
     * @param pointer into the output
     * @param message what is there and what was expected, no full stop
     */
    public record Misfit(String view, String pointer, String message) {}

    /**
     * @param ui as it was checked when the package was read
     * @return the first {@value #MISFITS_MAX}
     */
    public static List<Misfit> misfits(String ui, String output) {
        try {
            OutputFit fit = new OutputFit(MAPPER.readTree(output));
            fit.views("/views", MAPPER.readTree(ui).path("views"));
            return List.copyOf(fit.misfits);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("A stored output or ui.json is no JSON", e);
        }
    }

    private void views(String at, JsonNode views) {
        for (int i = 0; i < views.size(); i++) {
            view(at + "/" + i, views.get(i));
        }
    }

    private void view(String at, JsonNode view) {
        switch (view.path("type").asText()) {
            case "tabs" -> {
                JsonNode tabs = view.path("tabs");
                for (int i = 0; i < tabs.size(); i++) {
                    views(at + "/tabs/" + i + "/views", tabs.get(i).path("views"));
                }
            }
            case "action", "form" -> {
                // They ask for an input and show nothing of the output.
            }
            default -> value(new Place(at, view));
        }
    }

    /** A view, and where it points to. */
    private record Place(String at, JsonNode view) {
        String pointer() {
            return view.path("pointer").asText();
        }

        String text(String key, String otherwise) {
            return view.path(key).asText(otherwise);
        }
    }

    private void value(Place place) {
        JsonNode value = output.at(place.pointer());
        if (value.isMissingNode() || value.isNull()) {
            if (!place.view().has("empty")) {
                add(
                        place,
                        "",
                        (value.isNull() ? "This is null" : "The output has nothing here")
                                + "; where that may be, give the view an 'empty' text");
            }
            return;
        }
        switch (place.text("type", "")) {
            case "status" ->
                expect(place, value, value.isTextual() || value.has("status"), "a text, or an object with 'status'");
            case "metrics", "keyvalue" -> items(place, value);
            case "table" -> rows(place, value, keys(place.view().path("columns")));
            case "list", "timeline" -> rows(place, value, values(place.view().path("fields")));
            case "chart" -> chart(place, value);
            case "diff" -> {
                expect(place, value, value.isObject(), "an object");
                present(place, value, place.text("before", "/before"));
                present(place, value, place.text("after", "/after"));
            }
            case "markdown", "text", "code" -> expect(place, value, value.isTextual(), "a text");
            case "tree" -> expect(place, value, value.isContainerNode(), "an object or a list");
            default -> {
                // JSON shows anything.
            }
        }
    }

    private void items(Place place, JsonNode value) {
        JsonNode items = place.view().path("items");
        boolean isMetrics = "metrics".equals(place.text("type", ""));
        if (items.isEmpty()) {
            expect(
                    place,
                    value,
                    value.isObject() || value.isNumber() && isMetrics,
                    isMetrics ? "an object or a number" : "an object");
        }
        items.forEach(item -> present(place, value, item.path("pointer").asText()));
    }

    private void chart(Place place, JsonNode value) {
        List<String> keys = new ArrayList<>(keys(place.view().path("series")));
        keys.add(place.view().path("x").path("key").asText());
        rows(place, value, keys);
    }

    private void rows(Place place, JsonNode value, List<String> keys) {
        boolean isResult = value.path("columns").isArray() && value.path("rows").isArray();
        if (isResult) {
            List<String> names = new ArrayList<>();
            value.path("columns")
                    .forEach(column -> names.add(column.path("name").asText()));
            keys.stream().filter(key -> !names.contains(key)).forEach(key -> missing(place, key));
            return;
        }
        boolean isRows = value.isArray() && valuesOf(value).allMatch(JsonNode::isObject);
        if (expect(place, value, isRows, "a list of objects, or what a query answers") && !value.isEmpty()) {
            keys.stream()
                    .filter(key -> valuesOf(value).noneMatch(row -> row.has(key)))
                    .forEach(key -> missing(place, key));
        }
    }

    private static Stream<JsonNode> valuesOf(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }

    private static List<String> keys(JsonNode list) {
        return valuesOf(list).map(each -> each.path("key").asText()).toList();
    }

    private static List<String> values(JsonNode object) {
        return valuesOf(object).map(JsonNode::asText).toList();
    }

    private void missing(Place place, String key) {
        add(place, "", "No row has the key '" + Excerpt.of(key) + "'");
    }

    private void present(Place place, JsonNode value, String pointer) {
        if (value.at(pointer).isMissingNode()) {
            add(place, pointer, "The output has nothing here");
        }
    }

    private boolean expect(Place place, JsonNode value, boolean holds, String expected) {
        if (!holds) {
            add(
                    place,
                    "",
                    "This is " + form(value) + ", a view of type '" + place.text("type", "") + "' expects " + expected);
        }
        return holds;
    }

    private static String form(JsonNode value) {
        return switch (value.getNodeType()) {
            case ARRAY -> "a list of " + value.size();
            case OBJECT -> "an object";
            case STRING -> "a text";
            case NUMBER -> "the number " + Excerpt.of(value.asText());
            case BOOLEAN -> value.asText();
            default -> "null";
        };
    }

    private void add(Place place, String pointer, String message) {
        if (misfits.size() < MISFITS_MAX) {
            misfits.add(new Misfit(place.at(), place.pointer() + pointer, message));
        }
    }
}
