package ai.ekaya.sql;

import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the references of a statement, and of the views that it reads. Not thread-safe. */
final class ReferenceReader {
    private static final Pattern STAND_IN = Pattern.compile("\"stand_in_([0-9]{1,6})\"");

    /** @param names from the tree's spelling of a name to the database's */
    record Parsed(SyntaxTree tree, UnaryOperator<String> names) {}

    /** Reads one statement of a dialect. */
    interface Parser {
        /** @throws Refusal for what is not one statement */
        Parsed parse(String sql) throws SyntaxTree.Unreadable;
    }

    private final SchemaNames schema;
    private final int viewsMax;
    private final Parser parser;

    ReferenceReader(SchemaNames schema, int viewsMax, Parser parser) {
        this.schema = schema;
        this.viewsMax = viewsMax;
        this.parser = parser;
    }

    /** For PostgreSQL. */
    static ReferenceReader ofPostgreSql(SchemaNames schema, int viewsMax, Duration parseAtMost) {
        return new ReferenceReader(schema, viewsMax, sql -> {
            List<SqlStatement> statements = SqlStatement.split(sql);
            if (statements.size() != 1) {
                throw new Refusal(RefusalCode.BAD_ARGUMENT, "These are " + statements.size() + " statements");
            }
            SqlStatement statement = statements.get(0);
            return new Parsed(SyntaxTree.read(statement, parseAtMost), name -> known(name, statement));
        });
    }

    SqlReferences read(String sql) {
        ReferenceUses uses = new ReferenceUses(Optional.empty());
        if (!walk(sql, uses)) {
            return SqlReferences.UNREAD;
        }
        Deque<SchemaNames.TableNames> open = new ArrayDeque<>(uses.views());
        Set<String> seen = new HashSet<>();
        while (!open.isEmpty()) {
            SchemaNames.TableNames view = open.pop();
            if (!seen.add(view.qualified())) {
                continue;
            }
            if (seen.size() > viewsMax) {
                uses.unresolved(view.qualified());
                continue;
            }
            ReferenceUses within = new ReferenceUses(Optional.of(view.qualified()));
            // Our lexer refuses a few things that nobody needs; a view may still have them.
            if (!walk(view.definition().orElse(""), within)) {
                uses.unresolved(view.qualified());
            }
            open.addAll(within.views());
            uses.addAll(within);
        }
        return uses.references(!schema.isEmpty());
    }

    private boolean walk(String sql, ReferenceUses uses) {
        try {
            Parsed parsed = parser.parse(sql);
            new ReferenceWalk(new ReferenceNames(schema, parsed.names(), uses))
                    .statement(parsed.tree().statement());
            return true;
        } catch (SyntaxTree.Unreadable | Refusal e) {
            return false;
        }
    }

    /** As the database has it: folded, or without its quotes; what stood in for a name gives the name. */
    private static String known(String name, SqlStatement statement) {
        Matcher standIn = STAND_IN.matcher(name);
        if (standIn.matches()) {
            int token = Integer.parseInt(standIn.group(1));
            if (token < statement.tokens().size()
                    && !statement.tokens().get(token).text().equals(name)) {
                return known(statement.tokens().get(token).text(), statement);
            }
        }
        return name.length() > 1 && name.startsWith("\"")
                ? name.substring(1, name.length() - 1).replace("\"\"", "\"")
                : name.toLowerCase(Locale.ROOT);
    }
}
