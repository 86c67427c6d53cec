package ai.ekaya.sql;

import ai.ekaya.limits.Quantity;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import net.sf.jsqlparser.parser.CCJSqlParser;
import net.sf.jsqlparser.parser.ParseException;
import net.sf.jsqlparser.parser.StringProvider;
import net.sf.jsqlparser.parser.TokenMgrException;
import net.sf.jsqlparser.parser.feature.Feature;
import net.sf.jsqlparser.schema.Table;
import net.sf.jsqlparser.statement.Statement;
import net.sf.jsqlparser.statement.delete.Delete;
import net.sf.jsqlparser.statement.insert.Insert;
import net.sf.jsqlparser.statement.merge.Merge;
import net.sf.jsqlparser.statement.select.ForMode;
import net.sf.jsqlparser.statement.select.PlainSelect;
import net.sf.jsqlparser.statement.update.Update;

/**
 * A parsed statement, searched by walking every field of every node. The library's own visitors leave out parts that were added
 * later; a walk over the fields cannot, and a kind of node that is not in {@link KnownNodes} is refused.
 */
record SyntaxTree(Statement statement) {
    /** What to do about SQL of a datasource that the library does not know. */
    static final String APPROVAL = "; if the database knows it, an administrator can approve it as a query";

    /**
     * Parses on the calling thread: the library's own time-out takes a thread of an own pool for each statement. It asks
     * for features often enough that the clock is read there; what it does in between, long looks ahead, the guard bounds before.
     *
     * @param advice for what cannot be parsed
     */
    static SyntaxTree parse(SqlStatement asked, Duration atMost) {
        try {
            return read(asked, atMost);
        } catch (Unreadable e) {
            throw new Refusal(RefusalCode.BAD_ARGUMENT, e.reason(), e);
        }
    }

    static SyntaxTree read(TsqlStatement asked, Duration atMost) throws Unreadable {
        return read(asked.forParser(), place -> asked.wordAt(place).map(SyntaxTree::near), atMost);
    }

    /** The parser library does not know it; that says nothing of whether the database does. */
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        Unreadable(String reason, Throwable cause) {
            super(reason, cause);
        }

        String reason() {
            return String.valueOf(getMessage());
        }

        /** For a datasource, whose administrator can approve what the parser does not know. */
        Refusal refusal() {
            return new Refusal(RefusalCode.BAD_ARGUMENT, reason() + APPROVAL, this);
        }
    }

    static SyntaxTree read(SqlStatement asked, Duration atMost) throws Unreadable {
        return read(
                asked.forParser(),
                place -> asked.wordAt(place)
                        .map(word -> near(word) + (asked.isBesideMark(word) ? SqlParameters.MARK : "")),
                atMost);
    }

    private static SyntaxTree read(String sql, IntFunction<Optional<String>> near, Duration atMost) throws Unreadable {
        long deadline = System.nanoTime() + atMost.toNanos();
        try {
            return new SyntaxTree(parse(sql, atMost, deadline, false));
        } catch (ParseException | TokenMgrException simple) {
            try {
                return new SyntaxTree(parse(sql, atMost, deadline, true));
            } catch (ParseException | TokenMgrException e) {
                throw new Unreadable(
                        "The statement is no SQL that can be checked"
                                + place(e).flatMap(near::apply).orElse(""),
                        e);
            }
        }
    }

    private static Statement parse(String sql, Duration atMost, long deadline, boolean complex) throws ParseException {
        TimedParser parser = new TimedParser(sql, deadline);
        parser.withAllowComplexParsing(complex).withSquareBracketQuotation(false);
        try {
            Statement statement = parser.Statement();
            if (parser.interrupted) {
                throw tooLong(atMost);
            }
            return statement;
        } catch (ParseException e) {
            if (parser.interrupted) {
                throw tooLong(atMost);
            }
            throw e;
        } catch (StackOverflowError e) {
            throw new Refusal(RefusalCode.LIMIT, "The statement is nested too deeply");
        }
    }

    private static Refusal tooLong(Duration atMost) {
        return new Refusal(
                RefusalCode.LIMIT,
                "The statement could not be checked within " + Quantity.ofDuration(atMost) + "; make it simpler");
    }

    private static Optional<Integer> place(Throwable failure) {
        return failure instanceof ParseException parse && parse.currentToken != null && parse.currentToken.next != null
                ? Optional.of(parse.currentToken.next.beginColumn - 1)
                : Optional.empty();
    }

    // What the parser read is not what the author wrote: literals and placeholders were replaced.
    private static String near(SqlToken word) {
        return ", near '" + SqlFailures.clipped(word.text()) + "'";
    }

    /** Every node is of a known kind, none of them changes, locks or makes anything. */
    void requireReadOnly() {
        requireReadOnly(KnownNodes::reads);
    }

    /** As {@link #requireReadOnly}, with what T-SQL has more; and every table is one of the database itself. */
    void requireReadOnlyTsql() {
        requireReadOnly(KnownNodes::readsTsql);
        for (Object node : nodes()) {
            if (node instanceof Table table && table.getNameParts().size() > 2) {
                throw forbidden("Name "
                        + SqlFailures.clipped(table.getFullyQualifiedName().replace("\"", ""))
                        + " has more than a schema and a table; a datasource is one database");
            }
        }
    }

    private void requireReadOnly(Predicate<Class<?>> known) {
        requireNoChange();
        unknownNode(known).ifPresent(node -> {
            throw forbidden("A datasource takes SELECTs only, the statement holds " + node);
        });
    }

    /** None of the nodes, as far as their kinds are known, changes, locks or makes anything. */
    void requireNoChange() {
        for (Object node : nodes()) {
            if (node instanceof ForMode) {
                throw forbidden("A datasource is only read: no FOR UPDATE, FOR SHARE");
            }
            if (node instanceof PlainSelect select
                    && (!isEmpty(select.getIntoTables()) || select.getIntoTempTable() != null)) {
                throw forbidden("A datasource is only read: no SELECT INTO");
            }
            if (node.getClass().getName().startsWith(KnownNodes.PACKAGE) && KnownNodes.changes(node.getClass())) {
                throw forbidden("A datasource takes SELECTs only, the statement holds " + word(node));
            }
        }
    }

    /** The first node of a kind that is not known. */
    Optional<String> unknownNode() {
        return unknownNode(KnownNodes::reads);
    }

    private Optional<String> unknownNode(Predicate<Class<?>> known) {
        return nodes().stream()
                .filter(node -> node.getClass().getName().startsWith(KnownNodes.PACKAGE)
                        && !known.test(node.getClass())
                        && !KnownNodes.changes(node.getClass()))
                .findFirst()
                .map(SyntaxTree::word);
    }

    /** How many INSERTs, UPDATEs, DELETEs and MERGEs there are, those in a WITH included. */
    long changeCount() {
        return nodes().stream()
                .filter(node -> node instanceof Insert
                        || node instanceof Update
                        || node instanceof Delete
                        || node instanceof Merge)
                .count();
    }

    /** Every node is of a known kind. */
    void requireKnownNodes() {
        for (Object node : nodes()) {
            if (node instanceof PlainSelect select
                    && (!isEmpty(select.getIntoTables()) || select.getIntoTempTable() != null)) {
                throw forbidden("SELECT INTO is not accepted; write CREATE TABLE … AS SELECT");
            }
            boolean known = KnownNodes.reads(node.getClass()) || KnownNodes.changes(node.getClass());
            if (node.getClass().getName().startsWith(KnownNodes.PACKAGE) && !known) {
                throw forbidden("The statement holds " + word(node) + ", which is not accepted");
            }
        }
    }

    private static String word(Object node) {
        return node.getClass().getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", " ");
    }

    private static boolean isEmpty(@org.jspecify.annotations.Nullable Collection<?> list) {
        return list == null || list.isEmpty();
    }

    private static Refusal forbidden(String message) {
        return new Refusal(RefusalCode.BAD_ARGUMENT, message).forbidden();
    }

    /** The nodes right below one, those in its lists included. */
    static List<Object> children(Object node) {
        List<Object> children = new ArrayList<>();
        if (node instanceof Collection<?> items) {
            addNodes(items, children);
        }
        if (node.getClass().getName().startsWith(KnownNodes.PACKAGE)) {
            Deque<Object> values = new ArrayDeque<>();
            pushFields(node, values);
            values.descendingIterator().forEachRemaining(value -> addNodes(List.of(value), children));
        }
        return children;
    }

    private static void addNodes(Collection<?> values, List<Object> children) {
        for (Object value : values) {
            boolean node = value != null
                    && value.getClass().getName().startsWith(KnownNodes.PACKAGE)
                    && !value.getClass().getName().startsWith(KnownNodes.PACKAGE + "parser.")
                    && !(value instanceof Enum<?>);
            if (node) {
                children.add(value);
            } else if (value instanceof Collection<?> items) {
                addNodes(items, children);
            }
        }
    }

    private List<Object> nodes() {
        Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        List<Object> found = new ArrayList<>();
        Deque<Object> open = new ArrayDeque<>();
        open.add(statement);
        while (!open.isEmpty()) {
            Object node = open.pop();
            if (!seen.add(node)) {
                continue;
            }
            if (node instanceof Collection<?> items) {
                items.stream().filter(java.util.Objects::nonNull).forEach(open::push);
            }
            if (node instanceof Map<?, ?> map) {
                map.values().stream().filter(java.util.Objects::nonNull).forEach(open::push);
            }
            String type = node.getClass().getName();
            if (type.startsWith(KnownNodes.PACKAGE) && !type.startsWith(KnownNodes.PACKAGE + "parser.")) {
                // Other enums are details of their node; many stand there with a default that says nothing.
                if (!(node instanceof Enum<?>) || node instanceof ForMode) {
                    found.add(node);
                }
                if (!(node instanceof Enum<?>)) {
                    pushFields(node, open);
                }
            }
        }
        return found;
    }

    private static void pushFields(Object node, Deque<Object> open) {
        for (Field field : FIELDS.get(node.getClass())) {
            try {
                Object value = field.get(node);
                if (value != null) {
                    open.push(value);
                }
            } catch (IllegalAccessException e) {
                throw new IllegalStateException("Could not read " + field, e);
            }
        }
    }

    private static final ClassValue<List<Field>> FIELDS = new ClassValue<>() {
        @Override
        protected List<Field> computeValue(Class<?> type) {
            List<Field> fields = new ArrayList<>();
            for (Class<?> c = type; c != null && c.getName().startsWith(KnownNodes.PACKAGE); c = c.getSuperclass()) {
                for (Field field : c.getDeclaredFields()) {
                    if (!Modifier.isStatic(field.getModifiers())
                            && !field.getType().isPrimitive()) {
                        field.setAccessible(true);
                        fields.add(field);
                    }
                }
            }
            return List.copyOf(fields);
        }
    };

    private static final class TimedParser extends CCJSqlParser {
        private final long deadline;

        TimedParser(String sql, long deadline) {
            super(new StringProvider(sql));
            this.deadline = deadline;
        }

        @Override
        public boolean getAsBoolean(Feature feature) {
            if (System.nanoTime() > deadline) {
                interrupted = true;
            }
            return super.getAsBoolean(feature);
        }
    }
}
