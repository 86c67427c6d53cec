package ai.ekaya.sql;

import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import com.fasterxml.jackson.databind.JsonNode;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/**
 * Binds JSON values; how each goes is its {@link DatabaseKind}'s. For PostgreSQL an array becomes an array's text (for
 * {@code = ANY($1)}), an object becomes JSON text.
 */
final class SqlParameters {
    static final String MARK = "; ? is a parameter here: write ?? for the operator, or $1 for parameters";

    private SqlParameters() {}

    static void bind(
            DatabaseKind kind, PreparedStatement statement, CheckedStatement checked, List<JsonNode> values, int most)
            throws SQLException {
        if (values.size() > most) {
            throw new Refusal(RefusalCode.LIMIT, values.size() + " parameters came, at most " + most);
        }
        if (values.size() != checked.parameterCount()) {
            throw new Refusal(
                    RefusalCode.BAD_ARGUMENT,
                    "The statement takes " + checked.parameterCount()
                            + (checked.parameterCount() == 1 ? " parameter, " : " parameters, ") + values.size()
                            + " came"
                            + (values.isEmpty() && checked.marksParameters() ? MARK : ""));
        }
        for (int i = 0; i < checked.parameters().size(); i++) {
            kind.bind(statement, i + 1, values.get(checked.parameters().get(i)));
        }
    }

    static String text(JsonNode value) {
        String text = value.isArray() ? arrayText(value) : value.isObject() ? value.toString() : value.asText();
        if (text.indexOf('\0') >= 0) {
            throw new Refusal(
                    RefusalCode.BAD_ARGUMENT, "A parameter holds the character U+0000, which a database cannot keep");
        }
        if (WholeText.firstHalf(text) >= 0) {
            throw new Refusal(
                    RefusalCode.BAD_ARGUMENT,
                    "A parameter holds half a character (U+D800 to U+DFFF alone), which a database cannot keep");
        }
        return text;
    }

    private static String arrayText(JsonNode items) {
        StringBuilder text = new StringBuilder("{");
        for (JsonNode item : items) {
            text.append(text.length() > 1 ? "," : "");
            if (item.isArray()) {
                text.append(arrayText(item));
            } else if (item.isNull()) {
                text.append("NULL");
            } else {
                String plain = item.isObject() ? item.toString() : item.asText();
                text.append('"')
                        .append(plain.replace("\\", "\\\\").replace("\"", "\\\""))
                        .append('"');
            }
        }
        return text.append('}').toString();
    }
}
