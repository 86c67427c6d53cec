package ai.ekaya.sql;

import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.sql.SqlToken.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An approved query's text with {@code $n} where it has {@code {{name}}}. The lexer decides what that stands in: only where it reads a
 * placeholder is one accepted, so a name never becomes a part of a literal, a name or a comment.
 *
 * @param sql what the guard reads on
 * @param names for {@code $1}, {@code $2} and so on
 */
record QueryTemplate(String sql, List<String> names) {
    private static final Pattern MARK = Pattern.compile("\\{\\{[ \\t]*([A-Za-z_][A-Za-z0-9_]{0,62})[ \\t]*}}");

    private record Place(String name, int start) {}

    QueryTemplate {
        names = List.copyOf(names);
    }

    /** @throws Refusal naming the parameter that stands where no value may, and its line */
    static QueryTemplate of(String text) {
        return of(text, SqlLexer::read);
    }

    /** As {@link #of(String)}, in T-SQL. */
    static QueryTemplate ofTsql(String text) {
        return of(text, TsqlLexer::read);
    }

    private static QueryTemplate of(String text, Function<String, List<SqlToken>> lexer) {
        List<String> names = new ArrayList<>();
        List<Place> places = new ArrayList<>();
        StringBuilder sql = new StringBuilder();
        Matcher mark = MARK.matcher(text);
        int from = 0;
        while (mark.find()) {
            String name = mark.group(1);
            if (!names.contains(name)) {
                names.add(name);
            }
            // Spaces, so that it runs into nothing.
            sql.append(text, from, mark.start()).append(' ');
            places.add(new Place(name, sql.length()));
            sql.append('$').append(names.indexOf(name) + 1).append(' ');
            from = mark.end();
        }
        sql.append(text, from, text.length());
        List<SqlToken> tokens = lexer.apply(sql.toString());
        places.forEach(place -> requireValue(place, tokens, sql));
        refuseOtherKinds(tokens, places.size());
        return new QueryTemplate(names.isEmpty() ? withOperators(sql.toString(), tokens) : sql.toString(), names);
    }

    private static void requireValue(Place place, List<SqlToken> tokens, CharSequence sql) {
        Optional<SqlToken> covering = tokens.stream()
                .filter(token -> token.start() <= place.start() && place.start() < token.end())
                .findFirst();
        if (covering.isPresent() && covering.get().kind() == Kind.PLACEHOLDER) {
            return;
        }
        String in = covering.map(token -> token.kind() == Kind.STRING ? "a string" : "a quoted name")
                .orElse("a comment");
        long line = 1 + sql.chars().limit(place.start()).filter(c -> c == '\n').count();
        throw refused("{{" + place.name() + "}} in line " + line + " stands inside " + in
                + "; a parameter is a value of its own, as in WHERE day = {{" + place.name() + "}}");
    }

    private static void refuseOtherKinds(List<SqlToken> tokens, int places) {
        if (tokens.stream().filter(token -> token.kind() == Kind.PLACEHOLDER).count() != places) {
            throw refused("The statement has $1 or its like; write {{name}} for a parameter");
        }
        ParameterNames.in(tokens).stream().findFirst().ifPresent(place -> {
            throw refused("The statement has :" + SqlFailures.clipped(place.name()) + "; write {{"
                    + SqlFailures.clipped(place.name()) + "}} for a parameter");
        });
    }

    /** Where there is no {@code $1}, a lone question mark would be a parameter; here it is always the operator. */
    private static String withOperators(String sql, List<SqlToken> tokens) {
        StringBuilder text = new StringBuilder();
        int from = 0;
        for (int i = 0; i < tokens.size(); i++) {
            SqlToken token = tokens.get(i);
            boolean beside = isMark(tokens, i - 1) && tokens.get(i - 1).end() == token.start()
                    || isMark(tokens, i + 1) && tokens.get(i + 1).start() == token.end();
            if (isMark(tokens, i) && !beside) {
                text.append(sql, from, token.end()).append('?');
                from = token.end();
            }
        }
        return text.append(sql, from, sql.length()).toString();
    }

    private static boolean isMark(List<SqlToken> tokens, int i) {
        return i >= 0 && i < tokens.size() && tokens.get(i).isSymbol('?');
    }

    private static Refusal refused(String message) {
        return new Refusal(RefusalCode.BAD_ARGUMENT, message);
    }
}
