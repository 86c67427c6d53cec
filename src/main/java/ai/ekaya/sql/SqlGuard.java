package ai.ekaya.sql;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Quantity;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import net.sf.jsqlparser.statement.Statement;
import net.sf.jsqlparser.statement.delete.Delete;
import net.sf.jsqlparser.statement.insert.Insert;
import net.sf.jsqlparser.statement.merge.Merge;
import net.sf.jsqlparser.statement.select.Select;
import net.sf.jsqlparser.statement.update.Update;

/**
 * Decides what SQL of a guest is sent at all. It is the first of several layers, and fails closed: what it does not know it
 * refuses. Three checks follow one another: tokens (one statement, no denied name in any spelling), the syntax tree (only known
 * kinds of nodes), and for changes of a schema the words that a statement starts with. Thread-safe.
 */
@Singleton
public final class SqlGuard {
    /** database.schema.table.column, and a field of it. */
    private static final int NAME_DOTS_MAX = 4;

    /** PostgreSQL's own. */
    private static final int NAME_BYTES_MAX = 63;

    private final Limits limits;

    @Inject
    public SqlGuard(Limits limits) {
        this.limits = limits;
    }

    /**
     * One SELECT on somebody's database.
     *
     * @throws Refusal saying what is not accepted
     */
    public CheckedStatement datasourceQuery(String sql) {
        SqlStatement statement = single(sql);
        requireOpenNames(statement, Effect.READS);
        if (!SchemaChanges.startsLikeData(statement)) {
            throw notThis(statement, "A datasource takes one SELECT, this is " + statement.start());
        }
        SyntaxTree tree = readable(statement);
        if (!(tree.statement() instanceof Select)) {
            throw forbidden("A datasource takes one SELECT, this is " + statement.start());
        }
        tree.requireReadOnly();
        return statement.checked();
    }

    /**
     * One statement that an administrator approves. For one that reads, the approval replaces the parser where that cannot read it;
     * all else holds, and the transaction is read-only. One that writes the parser must read, as it must be one change.
     *
     * @throws Refusal saying what no approval allows
     */
    public ApprovedStatement approved(String sql, Effect effect) {
        requireSize(sql);
        QueryTemplate template = QueryTemplate.of(sql);
        SqlStatement statement = single(template.sql());
        requireOpenNames(statement, effect);
        return switch (effect) {
            case READS -> approvedRead(statement, template.names());
            case WRITES -> approvedWrite(statement, template.names());
        };
    }

    /** The tables and columns of a statement that {@link #approved} takes. */
    public SqlReferences references(String sql, SchemaNames schema) {
        return ReferenceReader.ofPostgreSql(
                        schema, limits.intOf(Limit.QUERY_VIEWS_COUNT), limits.durationOf(Limit.SQL_PARSE_MILLIS))
                .read(single(QueryTemplate.of(sql).sql()).sql());
    }

    private ApprovedStatement approvedRead(SqlStatement statement, List<String> names) {
        if (!SchemaChanges.startsLikeData(statement) || ApprovedChange.starts(statement)) {
            throw forbidden("A query that reads is one SELECT, this is " + statement.start()
                    + (ApprovedChange.starts(statement) ? "; say that it writes" : ""));
        }
        Optional<String> unread;
        try {
            SyntaxTree tree = read(statement);
            if (!(tree.statement() instanceof Select)) {
                throw forbidden("A query that reads is one SELECT, this is " + statement.start());
            }
            tree.requireNoChange();
            unread = tree.unknownNode().map(node -> "The statement holds " + node + ", which is not known");
        } catch (SyntaxTree.Unreadable e) {
            unread = Optional.of(e.reason());
        }
        return new ApprovedStatement(statement.checked(), names, unread, Optional.empty());
    }

    private ApprovedStatement approvedWrite(SqlStatement statement, List<String> names) {
        try {
            return ApprovedChange.of(statement, names, read(statement));
        } catch (SyntaxTree.Unreadable e) {
            throw new Refusal(
                    RefusalCode.BAD_ARGUMENT,
                    e.reason() + "; a query that writes must be one that can be checked, as it must be one change",
                    e);
        }
    }

    private static void requireOpenNames(SqlStatement statement, Effect effect) {
        for (int i = 0; i < statement.tokens().size(); i++) {
            SqlToken token = statement.tokens().get(i);
            if (token.isName()) {
                boolean call = isCall(statement, i);
                boolean sequence = effect == Effect.READS && DeniedNames.sequenceFunction(token.name());
                if (call && (DeniedNames.function(token.name()) || sequence)
                        || qualifiesCall(statement, i) && DeniedNames.function(token.name())) {
                    throw deniedFunction(token);
                }
                if (!call && DeniedNames.systemName(token.name()) && !DeniedNames.describesTables(token.name())) {
                    throw forbidden("Name " + token.text()
                            + (DeniedNames.holdsValues(token.name())
                                    ? " holds values of columns and is not open to apps; datasource_statistics tells of a"
                                            + " column what it holds"
                                    : " is the system's and not open to apps"));
                }
            }
        }
    }

    /**
     * One statement of an app on its own tables: SELECT, INSERT, UPDATE, DELETE or MERGE, or a change of its tables as a migration
     * may hold it.
     */
    public CheckedStatement appStatement(String sql) {
        SqlStatement statement = single(sql);
        boolean schemaChange = SchemaChanges.allows(statement);
        if (!schemaChange && !SchemaChanges.startsLikeData(statement)) {
            throw notThis(statement, SchemaChanges.refusalAtRunTime(statement));
        }
        requireOwn(statement, schemaChange);
        return statement.checked();
    }

    /**
     * A script that may also make and change tables, views, indexes, sequences and types. It takes no parameters.
     *
     * @throws Refusal naming the statement by its number and line
     */
    public List<CheckedStatement> migration(String script) {
        requireSize(script);
        List<SqlStatement> statements = SqlStatement.split(script);
        for (int i = 0; i < statements.size(); i++) {
            SqlStatement statement = statements.get(i);
            try {
                requireMigration(statement);
            } catch (Refusal e) {
                throw new Refusal(
                        e.code(), "statement " + (i + 1) + " in line " + statement.line() + ": " + e.reason(), e);
            }
        }
        return statements.stream().map(SqlStatement::checked).toList();
    }

    private void requireMigration(SqlStatement statement) {
        boolean schemaChange = SchemaChanges.allows(statement);
        // Which kind it is comes first: GRANT … ON SCHEMA pg_catalog is refused as a GRANT.
        if (!schemaChange && !SchemaChanges.startsLikeData(statement)) {
            throw notThis(statement, SchemaChanges.refusal(statement));
        }
        requireOwn(statement, schemaChange);
    }

    private void requireOwn(SqlStatement statement, boolean schemaChange) {
        requireOwnNames(statement);
        if (schemaChange) {
            SchemaChanges.requireHarmless(statement);
            SchemaChanges.requireSmallComment(statement, limits.intOf(Limit.APPDB_COMMENT_COUNT));
        } else {
            requireData(statement);
        }
    }

    private void requireData(SqlStatement statement) {
        SyntaxTree tree = parse(statement);
        Statement root = tree.statement();
        boolean known = root instanceof Select
                || root instanceof Insert
                || root instanceof Update
                || root instanceof Delete
                || root instanceof Merge;
        if (!known) {
            throw forbidden(statement.start() + " is not accepted here");
        }
        tree.requireKnownNodes();
    }

    private static void requireOwnNames(SqlStatement statement) {
        for (int i = 0; i < statement.tokens().size(); i++) {
            SqlToken token = statement.tokens().get(i);
            if (!token.isName()) {
                continue;
            }
            requireLength(token);
            boolean call = isCall(statement, i);
            if (call && (DeniedNames.function(token.name()) || DeniedNames.functionOfNumbers(token.name()))) {
                throw deniedFunction(token);
            }
            // SECURITY: '16384'::regclass is the name of another app's table; AppDatabasesIT guards it.
            if (DeniedNames.typeOfNumbers(token.name())) {
                throw forbidden(
                        "Type " + token.text() + " is not open to apps; write a table's or sequence's name as text");
            }
            // SECURITY: system catalogs tell of others' roles and sessions; AppDatabasesIT guards it.
            if (!call && DeniedNames.systemName(token.name()) || DeniedNames.platformName(token.name())) {
                throw forbidden("Name " + token.text() + " is the system's; an app sees its own tables only");
            }
        }
    }

    /** PostgreSQL would cut it without a word, and two long names would be one. */
    private static void requireLength(SqlToken token) {
        int bytes = token.name().getBytes(StandardCharsets.UTF_8).length;
        if (bytes > NAME_BYTES_MAX) {
            throw mistaken(
                    "Name " + SqlFailures.clipped(token.text()) + " is " + bytes + " bytes, at most " + NAME_BYTES_MAX);
        }
    }

    private static boolean isCall(SqlStatement statement, int name) {
        List<SqlToken> tokens = statement.tokens();
        boolean open = name + 1 < tokens.size() && tokens.get(name + 1).isSymbol('(');
        // A table of this name and its columns: INSERT INTO version (id).
        boolean version = tokens.get(name).name().equals("version");
        return open
                && (!version
                        || name + 2 >= tokens.size()
                        || tokens.get(name + 2).isSymbol(')'));
    }

    /** Whether it is the schema of a called function, as of {@code aws_s3.query_export_to_s3(…)}. */
    private static boolean qualifiesCall(SqlStatement statement, int name) {
        List<SqlToken> tokens = statement.tokens();
        boolean qualifies = name + 2 < tokens.size()
                && tokens.get(name + 1).isSymbol('.')
                && tokens.get(name + 2).isName()
                && !tokens.get(name).name().equals("pg_catalog");
        return qualifies && isCall(statement, name + 2);
    }

    private SqlStatement single(String sql) {
        requireSize(sql);
        List<SqlStatement> statements = SqlStatement.split(sql);
        if (statements.size() != 1) {
            String message = "A call takes one statement, these are " + statements.size();
            throw statements.isEmpty() ? mistaken(message) : forbidden(message);
        }
        return statements.get(0);
    }

    private void requireSize(String sql) {
        int bytes = sql.getBytes(StandardCharsets.UTF_8).length;
        long most = limits.of(Limit.SQL_STATEMENT_BYTES);
        if (bytes > most) {
            throw new Refusal(
                    RefusalCode.LIMIT,
                    "Statement is " + Quantity.ofBytes(bytes) + ", at most " + Quantity.ofBytes(most));
        }
    }

    private SyntaxTree readable(SqlStatement statement) {
        try {
            return read(statement);
        } catch (SyntaxTree.Unreadable e) {
            throw e.refusal();
        }
    }

    private SyntaxTree parse(SqlStatement statement) {
        requireParsable(statement);
        return SyntaxTree.parse(statement, limits.durationOf(Limit.SQL_PARSE_MILLIS));
    }

    private SyntaxTree read(SqlStatement statement) throws SyntaxTree.Unreadable {
        requireParsable(statement);
        return SyntaxTree.read(statement, limits.durationOf(Limit.SQL_PARSE_MILLIS));
    }

    private void requireParsable(SqlStatement statement) {
        int depth = 0;
        long most = limits.of(Limit.SQL_NESTING_COUNT);
        for (SqlToken token : statement.tokens()) {
            depth += token.isSymbol('(') || token.isSymbol('[') ? 1 : 0;
            depth -= token.isSymbol(')') || token.isSymbol(']') ? 1 : 0;
            if (depth > most) {
                throw new Refusal(RefusalCode.LIMIT, "Parentheses are nested more than " + most + " deep");
            }
        }
        // The parser library looks ahead over a whole name at each of its parts.
        if (statement.longestNameDots() > NAME_DOTS_MAX) {
            throw mistaken("A name has more than " + (NAME_DOTS_MAX + 1) + " parts");
        }
    }

    private static Refusal deniedFunction(SqlToken name) {
        return forbidden("Function " + name.text() + " is not open to apps");
    }

    /** For a statement that begins as no accepted one does: with a command of the database, or with a mistyped word. */
    private static Refusal notThis(SqlStatement statement, String message) {
        return statement.startsWithCommand() ? forbidden(message) : mistaken(message);
    }

    private static Refusal forbidden(String message) {
        return mistaken(message).forbidden();
    }

    private static Refusal mistaken(String message) {
        return new Refusal(RefusalCode.BAD_ARGUMENT, message);
    }
}
