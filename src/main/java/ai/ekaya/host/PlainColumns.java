package ai.ekaya.host;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Which columns of a result can be nothing else than a table's column of the same name. Only a statement that cannot rename one says
 * so: one SELECT, whose FROM has names alone, and whose column is a name alone. Of all others nothing is said. Immutable.
 */
final class PlainColumns {
    private static final PlainColumns NONE = new PlainColumns(List.of());

    /** Comments, and strings or names that another reader could end elsewhere. */
    private static final Pattern VEILED = Pattern.compile("--|/\\*|\\\\|\\$\\$|u&|`");

    private static final Pattern TOKEN = Pattern.compile(
            "[\\p{L}_][\\p{L}\\p{N}_$#@]*|\"[^\"]*\"|\\[[^\\]]*]|'[^']*'|\\d+|\\S", Pattern.UNICODE_CHARACTER_CLASS);

    private static final Pattern NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_$#@]*|\"[^\"]*\"|\\[[^\\]]*]");

    /** What joins another result to this one, or takes a whole table. */
    private static final Set<String> MORE = Set.of("union", "except", "intersect", "with", "table", "into", "values");

    private static final Set<String> AFTER_FROM =
            Set.of("where", "group", "having", "order", "limit", "offset", "fetch", "option", "for");

    private final List<String> names;

    private PlainColumns(List<String> names) {
        this.names = names;
    }

    static PlainColumns of(String sql) {
        String lower = sql.toLowerCase(Locale.ROOT);
        if (VEILED.matcher(lower).find()) {
            return NONE;
        }
        List<String> tokens =
                TOKEN.matcher(lower).results().map(MatchResult::group).toList();
        int from = tokens.indexOf("from");
        boolean isOne = tokens.indexOf("select") == 0
                && tokens.lastIndexOf("select") == 0
                && from > 0
                && tokens.stream().noneMatch(MORE::contains);
        return isOne && !hasParenthesis(tokens.subList(from + 1, tokens.size()))
                ? new PlainColumns(items(tokens.subList(afterTop(tokens), from)))
                : NONE;
    }

    /** @param columns how many the result has */
    boolean has(int index, int columns, String label) {
        return names.size() == columns && names.get(index).equals(label.toLowerCase(Locale.ROOT));
    }

    /** Where something stands for a table that may call its columns as it likes. */
    private static boolean hasParenthesis(List<String> afterFrom) {
        for (String token : afterFrom) {
            if (AFTER_FROM.contains(token)) {
                return false;
            }
            if (token.equals("(")) {
                return true;
            }
        }
        return false;
    }

    private static int afterTop(List<String> tokens) {
        int at = 1;
        if (tokens.get(at).equals("distinct") || tokens.get(at).equals("all")) {
            at++;
        }
        if (tokens.get(at).equals("top")) {
            at += tokens.get(at + 1).equals("(") ? 4 : 2;
        }
        return Math.min(at, tokens.indexOf("from"));
    }

    /** By column its name, or nothing for one that is more than a name. */
    private static List<String> items(List<String> tokens) {
        List<String> items = new ArrayList<>();
        List<String> item = new ArrayList<>();
        int depth = 0;
        for (String token : tokens) {
            depth += token.equals("(") ? 1 : token.equals(")") ? -1 : 0;
            if (depth == 0 && token.equals(",")) {
                items.add(name(item));
                item.clear();
            } else {
                item.add(token);
            }
        }
        items.add(name(item));
        return List.copyOf(items);
    }

    /** Of {@code a}, {@code t.a} or {@code s.t.a}. */
    private static String name(List<String> item) {
        for (int i = 0; i < item.size(); i++) {
            boolean fits = i % 2 == 0
                    ? NAME.matcher(item.get(i)).matches()
                    : item.get(i).equals(".");
            if (!fits) {
                return "";
            }
        }
        if (item.size() % 2 == 0) {
            return "";
        }
        String last = item.get(item.size() - 1);
        return last.startsWith("\"") || last.startsWith("[") ? last.substring(1, last.length() - 1) : last;
    }
}
