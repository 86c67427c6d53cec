package ai.ekaya.sql;

import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import net.sf.jsqlparser.schema.Table;
import net.sf.jsqlparser.statement.Statement;
import net.sf.jsqlparser.statement.delete.Delete;
import net.sf.jsqlparser.statement.insert.Insert;
import net.sf.jsqlparser.statement.merge.Merge;
import net.sf.jsqlparser.statement.update.Update;

/** One INSERT, UPDATE, DELETE or MERGE that an administrator approves. */
final class ApprovedChange {
    private static final Set<String> STARTS = Set.of("insert", "update", "delete", "merge");

    private ApprovedChange() {}

    static boolean starts(SqlStatement statement) {
        return STARTS.contains(statement.firstWords(1));
    }

    /** @throws Refusal for what is no change, or more than one: the rows of one in a WITH would not be counted */
    static ApprovedStatement of(SqlStatement statement, List<String> names, SyntaxTree tree) {
        String needs = switch (tree.statement()) {
            case Insert insert ->
                (insert.getConflictAction() == null ? "INSERT ON " : "INSERT, UPDATE ON ") + open(insert.getTable());
            case Update update -> "UPDATE ON " + open(update.getTable());
            case Delete delete -> "DELETE ON " + open(delete.getTable());
            case Merge merge -> "INSERT, UPDATE, DELETE ON " + open(merge.getTable());
            case Statement other ->
                throw new Refusal(
                        RefusalCode.BAD_ARGUMENT,
                        "A query that writes is one INSERT, UPDATE, DELETE or MERGE, this is " + statement.start());
        };
        tree.requireKnownNodes();
        if (tree.changeCount() != 1) {
            throw new Refusal(
                    RefusalCode.BAD_ARGUMENT,
                    "The statement holds " + tree.changeCount()
                            + " changes, a query makes one: only its rows are counted");
        }
        return new ApprovedStatement(statement.checked(), names, Optional.empty(), Optional.of(needs));
    }

    /** The table's name as it is written; what describes tables is open to reading only. */
    private static String open(Table table) {
        for (String part : table.getNameParts()) {
            if (part != null && DeniedNames.systemName(part.replace("\"", "").toLowerCase(Locale.ROOT))) {
                throw new Refusal(
                        RefusalCode.BAD_ARGUMENT,
                        "Name " + table.getFullyQualifiedName()
                                + " is the system's; a query changes tables of its users");
            }
        }
        return table.getFullyQualifiedName();
    }
}
