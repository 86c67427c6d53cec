package ai.ekaya.host;

import ai.ekaya.leak.ValueExits;
import ai.ekaya.sql.ColumnOrigin;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Tells a run's exits values that were read, save those that any text has. */
record ToldValues(ValueExits exits) {
    /** A day stands in any text, and says of itself nothing about anybody. */
    private static final Pattern DAY = Pattern.compile("\\d{4}-\\d\\d-\\d\\d(T00:00:00(\\.0+)?Z?)?");

    /** What a system calls its states, as {@code delivered} and {@code IN_TRANSIT}. */
    private static final Pattern LABEL = Pattern.compile("[\\p{Ll}_-]+|[\\p{Lu}_-]+");

    static boolean isLabel(String value) {
        return LABEL.matcher(value).matches();
    }

    /** Whether values of columns that are not sensitive are to be told as well. */
    boolean takesRows() {
        return exits.watchesRows();
    }

    /** What a column's cell holds. */
    void column(ColumnOrigin origin, boolean isSensitive, JsonNode cell) {
        String name = origin.schema() + "." + origin.table() + "." + origin.column();
        if (isSensitive) {
            sensitive(name, cell);
        } else {
            leaves(cell, value -> row(name, value));
        }
    }

    /** Each value in it, and in a text what identifies somebody by itself. */
    void sensitive(String column, JsonNode cell) {
        leaves(cell, value -> {
            sensitive(column, value);
            if (value.indexOf(' ') >= 0) {
                FreeText.identifying(value, part -> sensitive(column, part));
            }
        });
    }

    void sensitive(String column, String value) {
        if (!DAY.matcher(value).matches()) {
            exits.read(column, value);
        }
    }

    void row(String column, String value) {
        if (exits.watchesRows() && !DAY.matcher(value).matches() && !isLabel(value)) {
            exits.readRow(column, value);
        }
    }

    private static void leaves(JsonNode node, Consumer<String> each) {
        if (node.isContainerNode()) {
            node.forEach(child -> leaves(child, each));
        } else if (!node.isNull() && !node.isMissingNode() && !node.isBoolean()) {
            each.accept(node.asText());
        }
    }
}
