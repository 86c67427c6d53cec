package ai.ekaya.host;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The fields of what a database has written as one text: a row {@code (1,"Anna Schmidt")}, an array {@code {a,"b c"}}, elements of XML.
 */
final class RowText {
    /** Tags with the names of their attributes, and what stands around their values. */
    private static final Pattern MARKUP = Pattern.compile("</?[\\w:.-]+(?=[\\s/>])|\\s[\\w:.-]+=(?=[\"'])|[<>\"]+");

    private RowText() {}

    /** Empty for a text that is none of them. */
    static Optional<List<String>> fields(String text) {
        if (isWithin(text, '(', ')') || isWithin(text, '{', '}')) {
            return Optional.of(listed(text.substring(1, text.length() - 1)));
        }
        return isWithin(text, '<', '>') ? Optional.of(List.of(MARKUP.split(text))) : Optional.empty();
    }

    private static boolean isWithin(String text, char first, char last) {
        return text.length() > 1 && text.charAt(0) == first && text.charAt(text.length() - 1) == last;
    }

    /** What stands between commas that no quotes are around, as it was before it was quoted. */
    private static List<String> listed(String text) {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean isQuoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean isTwice = c == '"' && isQuoted && i + 1 < text.length() && text.charAt(i + 1) == '"';
            if (c == '\\' && i + 1 < text.length() || isTwice) {
                field.append(text.charAt(++i));
            } else if (c == '"') {
                isQuoted = !isQuoted;
            } else if (c == ',' && !isQuoted) {
                fields.add(field.toString());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        fields.add(field.toString());
        return fields;
    }
}
