package ai.ekaya.sql;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Quantity;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.sql.SqlToken.Kind;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import net.sf.jsqlparser.statement.select.Select;

/**
 * {@link SqlGuard} for T-SQL: decides what is sent to a SQL Server at all, and refuses what it does not know. SQL Server has no
 * read-only transaction, so two layers are left behind this one: the rollback, and a login without write grants. Thread-safe.
 */
@Singleton
public final class TsqlGuard {
    /** schema.table.column and one for a method of it. */
    private static final int NAME_DOTS_MAX = 3;

    private final Limits limits;

    @Inject
    public TsqlGuard(Limits limits) {
        this.limits = limits;
    }

    /**
     * One SELECT on somebody's database.
     *
     * @throws Refusal saying what is not accepted
     */
    public CheckedStatement datasourceQuery(String sql) {
        TsqlStatement statement = statement(sql);
        try {
            requireReads(statement);
        } catch (SyntaxTree.Unreadable e) {
            throw e.refusal();
        }
        return statement.checked();
    }

    /**
     * A query that reads, for an administrator to approve: the parser may not know it, all other checks hold.
     *
     * @throws Refusal saying what is not accepted; a query that writes never is
     */
    public ApprovedStatement approved(String sql, Effect effect) {
        if (effect == Effect.WRITES) {
            throw mistaken("A datasource of SQL Server takes queries that read; one that writes needs PostgreSQL");
        }
        requireSize(sql);
        QueryTemplate template = QueryTemplate.ofTsql(sql);
        TsqlStatement statement = statement(template.sql());
        Optional<String> unread = Optional.empty();
        try {
            requireReads(statement);
        } catch (SyntaxTree.Unreadable e) {
            unread = Optional.of(e.reason());
        }
        return new ApprovedStatement(statement.checked(), template.names(), unread, Optional.empty());
    }

    /** The tables and columns of a statement that {@link #approved} takes; names count as they are written. */
    public SqlReferences references(String sql, SchemaNames schema) {
        return new ReferenceReader(schema, limits.intOf(Limit.QUERY_VIEWS_COUNT), this::references)
                .read(QueryTemplate.ofTsql(sql).sql());
    }

    private ReferenceReader.Parsed references(String sql) throws SyntaxTree.Unreadable {
        TsqlStatement statement = TsqlStatement.single(sql);
        SyntaxTree tree = SyntaxTree.read(statement, limits.durationOf(Limit.SQL_PARSE_MILLIS));
        return new ReferenceReader.Parsed(tree, statement::nameOf);
    }

    private TsqlStatement statement(String sql) {
        requireSize(sql);
        TsqlStatement statement = TsqlStatement.single(sql);
        List<SqlToken> tokens = statement.tokens();
        requireStart(statement);
        requireNesting(tokens);
        boolean colons = isJsonObject(tokens);
        for (int i = 0; i < tokens.size(); i++) {
            requireToken(tokens, i, colons);
        }
        return statement;
    }

    private void requireReads(TsqlStatement statement) throws SyntaxTree.Unreadable {
        SyntaxTree tree = SyntaxTree.read(statement, limits.durationOf(Limit.SQL_PARSE_MILLIS));
        if (!(tree.statement() instanceof Select)) {
            throw forbidden("A datasource takes one SELECT, this is " + statement.start());
        }
        tree.requireReadOnlyTsql();
    }

    private static void requireStart(TsqlStatement statement) {
        SqlToken first = statement.tokens().get(0);
        if (!first.isWord("select") && !first.isWord("with") && !first.isSymbol('(')) {
            Refusal refusal = mistaken("A datasource takes one SELECT, this is " + statement.start());
            throw TsqlNames.startsStatement(first.name()) ? refusal.forbidden() : refusal;
        }
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

    private void requireNesting(List<SqlToken> tokens) {
        int depth = 0;
        long most = limits.of(Limit.SQL_NESTING_COUNT);
        for (SqlToken token : tokens) {
            depth += token.isSymbol('(') ? 1 : token.isSymbol(')') ? -1 : 0;
            if (depth > most) {
                throw new Refusal(RefusalCode.LIMIT, "Parentheses are nested more than " + most + " deep");
            }
        }
    }

    private static void requireToken(List<SqlToken> tokens, int i, boolean colons) {
        SqlToken token = tokens.get(i);
        SqlToken next = i + 1 < tokens.size() ? tokens.get(i + 1) : token;
        if (token.isSymbol('.') && next.isSymbol('.') && i + 1 < tokens.size()) {
            throw forbidden("A name leaves out its schema; a datasource is one database, write schema.table");
        }
        boolean pair = next.isSymbol(':') || i > 0 && tokens.get(i - 1).isSymbol(':');
        if (token.isSymbol(':') && !pair && !colons) {
            throw mistaken("A lone colon is no part of a query");
        }
        if (token.isSymbol('%') && next.isSymbol('%') && i + 1 < tokens.size()) {
            throw forbidden("%% is not open to apps");
        }
        if (token.isName()) {
            requireName(tokens, i);
        }
    }

    /** Whether keys and values with a colon between them may come; where they may, the parser library sees to. */
    private static boolean isJsonObject(List<SqlToken> tokens) {
        return tokens.stream().anyMatch(token -> token.isWord("json_object") || token.isWord("json_objectagg"));
    }

    private static void requireName(List<SqlToken> tokens, int i) {
        SqlToken token = tokens.get(i);
        String name = token.name();
        boolean word = token.kind() == Kind.WORD;
        if (word && TsqlNames.startsStatement(name)) {
            throw forbidden("A datasource takes one SELECT, the statement has the word " + token.text());
        }
        if (word && name.equals("next") && isWord(tokens, i + 1, "value") && isWord(tokens, i + 2, "for")) {
            throw forbidden("A datasource is only read: no NEXT VALUE FOR");
        }
        if (TsqlNames.locks(TsqlNames.folded(name))) {
            throw forbidden("Hint " + token.text() + " locks more than reading does");
        }
        if (name.equals("go") && word && i + 1 == tokens.size()) {
            throw mistaken("GO is a word of some tools, not of a query");
        }
        requirePlace(tokens, i, name);
    }

    /** What the parts of a name before this one, and a parenthesis after it, make of it. */
    private static void requirePlace(List<SqlToken> tokens, int i, String name) {
        int parts = partsBefore(tokens, i);
        boolean call = i + 1 < tokens.size() && tokens.get(i + 1).isSymbol('(');
        // SECURITY: what a collation takes for a denied name is that name; TsqlGuardTest guards it.
        String folded = TsqlNames.folded(name);
        boolean ofSystem =
                parts > 0 && TsqlNames.folded(tokens.get(i - 2).name()).equals("sys");
        SqlToken token = tokens.get(i);
        if (parts > NAME_DOTS_MAX) {
            throw mistaken("A name has more than " + (NAME_DOTS_MAX + 1) + " parts");
        }
        boolean nobodys = parts == 0 && folded.startsWith("fn_");
        if (call && (TsqlNames.function(folded) || ofSystem || nobodys)) {
            throw forbidden("Function " + token.text() + " is not open to apps");
        }
        if (call && parts >= 2 && !TsqlNames.method(name)) {
            throw forbidden("Function " + token.text() + " is of another database; a datasource is one database");
        }
        if (ofSystem && !call && !TsqlNames.catalogView(name) || TsqlNames.oldView(folded)) {
            throw forbidden("Name " + token.text() + " is the system's and not open to apps");
        }
    }

    /** How many parts of the same name stand before. */
    private static int partsBefore(List<SqlToken> tokens, int i) {
        int parts = 0;
        for (int at = i;
                at >= 2
                        && tokens.get(at - 1).isSymbol('.')
                        && tokens.get(at - 2).isName();
                at -= 2) {
            parts++;
        }
        return parts;
    }

    private static boolean isWord(List<SqlToken> tokens, int i, String word) {
        return i < tokens.size() && tokens.get(i).isWord(word);
    }

    private static Refusal forbidden(String message) {
        return mistaken(message).forbidden();
    }

    private static Refusal mistaken(String message) {
        return new Refusal(RefusalCode.BAD_ARGUMENT, message);
    }
}
