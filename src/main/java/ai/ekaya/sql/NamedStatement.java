package ai.ekaya.sql;

import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.sql.SqlToken.Kind;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * A statement with {@code :name} for its parameters, written with {@code $n} instead, before anything else reads it. What is a
 * parameter and what a cast, a slice or a pair, {@link ParameterNames} knows.
 *
 * @param sql what was written, with {@code $1} for each place of the first name and so on
 * @param values one for each number
 */
public record NamedStatement(String sql, List<JsonNode> values) {
    private static final int NAMES_SHOWN = 10;

    public NamedStatement {
        values = List.copyOf(values);
    }

    /**
     * By the values' form: positional ones leave the statement as it is.
     *
     * @throws Refusal {@code BAD_ARGUMENT} naming parameters that are missing, unknown or of both kinds
     */
    public static NamedStatement of(String sql, SqlArguments arguments) {
        return of(sql, arguments, SqlLexer::read);
    }

    /** As {@link #of(String, SqlArguments)}, in T-SQL. */
    public static NamedStatement ofTsql(String sql, SqlArguments arguments) {
        return of(sql, arguments, TsqlLexer::read);
    }

    private static NamedStatement of(String sql, SqlArguments arguments, Function<String, List<SqlToken>> lexer) {
        return switch (arguments) {
            case SqlArguments.ByPlace(List<JsonNode> values) -> byPlace(sql, values, lexer);
            case SqlArguments.ByName(Map<String, JsonNode> values) -> byName(sql, values, lexer.apply(sql));
        };
    }

    private static NamedStatement byPlace(String sql, List<JsonNode> values, Function<String, List<SqlToken>> lexer) {
        if (sql.indexOf(':') >= 0) {
            List<SqlToken> tokens = lexer.apply(sql);
            if (tokens.stream().noneMatch(token -> isPlace(token) || token.isSymbol('?'))) {
                ParameterNames.in(tokens).stream().findFirst().ifPresent(name -> {
                    throw refused("The statement has the parameter :" + shown(name.name())
                            + ", so 'params' is an object such as {\"" + shown(name.name()) + "\": …}");
                });
            }
        }
        return new NamedStatement(sql, values);
    }

    private static NamedStatement byName(String sql, Map<String, JsonNode> values, List<SqlToken> tokens) {
        List<ParameterNames.Place> places = ParameterNames.in(tokens);
        refuseMixed(tokens);
        List<String> order =
                places.stream().map(ParameterNames.Place::name).distinct().toList();
        refuseOthers(order, values);
        StringBuilder text = new StringBuilder();
        int from = 0;
        for (ParameterNames.Place place : places) {
            text.append(sql, from, place.start());
            // AND:x is no name AND$1.
            boolean runsOn = place.start() > 0 && Character.isUnicodeIdentifierPart(sql.charAt(place.start() - 1));
            text.append(runsOn ? " $" : "$").append(order.indexOf(place.name()) + 1);
            from = place.end();
        }
        text.append(sql, from, sql.length());
        List<JsonNode> inOrder = new ArrayList<>();
        order.forEach(name -> inOrder.add(values.get(name)));
        return new NamedStatement(text.toString(), inOrder);
    }

    private static boolean isPlace(SqlToken token) {
        return token.kind() == Kind.PLACEHOLDER;
    }

    private static void refuseMixed(List<SqlToken> tokens) {
        for (int i = 0; i < tokens.size(); i++) {
            SqlToken token = tokens.get(i);
            if (isPlace(token) || token.isSymbol('?') && isMark(tokens, i)) {
                throw refused("The statement has " + token.text()
                        + " and 'params' is an object; write :name for each parameter, or give the values as a list");
            }
        }
    }

    /** Whether a question mark can be no operator: one has something on both sides. */
    private static boolean isMark(List<SqlToken> tokens, int i) {
        boolean left = i > 0
                && (tokens.get(i - 1).kind() != Kind.SYMBOL
                        || tokens.get(i - 1).isSymbol(')')
                        || tokens.get(i - 1).isSymbol(']')
                        || tokens.get(i - 1).end() == tokens.get(i).start());
        boolean right = i + 1 < tokens.size()
                && !tokens.get(i + 1).isSymbol(')')
                && !tokens.get(i + 1).isSymbol(',')
                && !tokens.get(i + 1).isSymbol(';');
        return !left || !right;
    }

    private static void refuseOthers(List<String> used, Map<String, JsonNode> given) {
        List<String> missing =
                used.stream().filter(name -> !given.containsKey(name)).toList();
        if (!missing.isEmpty()) {
            throw refused("The statement takes " + listed(missing) + ", which 'params' does not give");
        }
        List<String> unknown = new TreeSet<>(given.keySet())
                .stream().filter(name -> !used.contains(name)).toList();
        if (!unknown.isEmpty()) {
            throw refused("'params' gives " + listed(unknown) + ", which the statement does not take"
                    + (used.isEmpty() ? "; write :name where a value goes" : "; it takes " + listed(used)));
        }
    }

    private static String listed(List<String> names) {
        String some = String.join(
                ", ",
                names.stream().limit(NAMES_SHOWN).map(name -> ":" + shown(name)).toList());
        return names.size() > NAMES_SHOWN ? some + " and " + (names.size() - NAMES_SHOWN) + " more" : some;
    }

    private static String shown(String name) {
        return SqlFailures.clipped(name);
    }

    private static Refusal refused(String message) {
        return new Refusal(RefusalCode.BAD_ARGUMENT, message);
    }
}
