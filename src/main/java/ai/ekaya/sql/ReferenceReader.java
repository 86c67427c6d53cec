package ai.ekaya.sql;

import ai.ekaya.limits.Refusal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the references of a statement, and of the views that it reads. Not thread-safe. */
final class ReferenceReader {
    private static final Pattern STAND_IN = Pattern.compile("\"stand_in_([0-9]{1,6})\"");

    private final SchemaNames schema;
    private final Duration parseAtMost;
    private final int viewsMax;

    ReferenceReader(SchemaNames schema, Duration parseAtMost, int viewsMax) {
        this.schema = schema;
        this.parseAtMost = parseAtMost;
        this.viewsMax = viewsMax;
    }

    SqlReferences read(SqlStatement statement) {
        ReferenceUses uses = new ReferenceUses(Optional.empty());
        if (!walk(statement, uses)) {
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
            if (!definition(view, within)) {
                uses.unresolved(view.qualified());
            }
            open.addAll(within.views());
            uses.addAll(within);
        }
        return uses.references(!schema.isEmpty());
    }

    private boolean definition(SchemaNames.TableNames view, ReferenceUses uses) {
        try {
            List<SqlStatement> statements = SqlStatement.split(view.definition().orElse(""));
            return statements.size() == 1 && walk(statements.get(0), uses);
        } catch (Refusal e) {
            // Our lexer refuses a few things that nobody needs; a view may still have them.
            return false;
        }
    }

    private boolean walk(SqlStatement statement, ReferenceUses uses) {
        try {
            SyntaxTree tree = SyntaxTree.read(statement, parseAtMost);
            new ReferenceWalk(new ReferenceNames(schema, name -> known(name, statement), uses))
                    .statement(tree.statement());
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
