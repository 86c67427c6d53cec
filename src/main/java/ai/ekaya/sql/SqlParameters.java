package ai.ekaya.sql;

import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import com.fasterxml.jackson.databind.JsonNode;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;

/**
 * Binds JSON values. Each goes as text of no declared type, and PostgreSQL takes the type from where it stands: {@code "2026-01-31"}
 * is a date beside a date column. An array becomes a PostgreSQL array (for {@code = ANY($1)}), an object becomes JSON text.
 */
final class SqlParameters {
    static final String MARK = "; ? is a parameter here: write ?? for the operator, or $1 for parameters";

    private SqlParameters() {}

    static void bind(PreparedStatement statement, CheckedStatement checked, List<JsonNode> values, int most)
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
            JsonNode value = values.get(checked.parameters().get(i));
            if (value.isNull() || value.isMissingNode()) {
                statement.setNull(i + 1, Types.NULL);
            } else {
                // The connection is opened with stringtype=unspecified.
                statement.setString(i + 1, text(value));
            }
        }
    }

    private static String text(JsonNode value) {
        String text = value.isArray() ? arrayText(value) : value.isObject() ? value.toString() : value.asText();
        if (text.indexOf('\0') >= 0) {
            throw new Refusal(
                    RefusalCode.BAD_ARGUMENT, "A parameter holds the character U+0000, which a database cannot keep");
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
