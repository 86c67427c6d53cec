package ai.ekaya.sql;

import java.util.Set;

/** The kinds of syntax tree nodes that are let through, by class name below the library's package. */
final class KnownNodes {
    static final String PACKAGE = "net.sf.jsqlparser.";

    private static final Set<String> READS = Set.of(
            "schema.Column",
            "schema.Database",
            "schema.Table",
            "statement.create.table.ColDataType",
            "statement.create.table.ColDataType$TypeModifier",
            "statement.create.table.ColumnDefinition",
            "statement.select.AllColumns",
            "statement.select.AllTableColumns",
            "statement.select.Distinct",
            "statement.select.ExceptOp",
            "statement.select.Fetch",
            "statement.select.FunctionAllColumns",
            "statement.select.GroupByElement",
            "statement.select.IntersectOp",
            "statement.select.Join",
            "statement.select.LateralSubSelect",
            "statement.select.Limit",
            "statement.select.Offset",
            "statement.select.OrderByElement",
            "statement.select.ParenthesedFromItem",
            "statement.select.ParenthesedSelect",
            "statement.select.PlainSelect",
            "statement.select.SampleClause",
            "statement.select.SelectItem",
            "statement.select.SetOperationList",
            "statement.select.TableFunction",
            "statement.select.TableStatement",
            "statement.select.UnionOp",
            "statement.select.Values",
            "statement.select.WithCycleClause",
            "statement.select.WithItem",
            "statement.select.WithSearchClause");
    private static final Set<String> TSQL_READS =
            Set.of("schema.Server", "statement.select.Pivot", "statement.select.Top", "statement.select.UnPivot");
    private static final Set<String> NO_EXPRESSIONS = Set.of(
            "expression.MySQLIndexHint",
            "expression.NextValExpression",
            "expression.OracleHint",
            "expression.RawFunction",
            "expression.SQLServerHints",
            "expression.SpannerInterleaveIn",
            "expression.UserVariable",
            "expression.VariableAssignment");
    private static final Set<String> CHANGES = Set.of(
            "statement.ReturningClause",
            "statement.create.table.Index$ColumnParams",
            "statement.delete.Delete",
            "statement.delete.ParenthesedDelete",
            "statement.insert.Insert",
            "statement.insert.InsertConflictAction",
            "statement.insert.InsertConflictTarget",
            "statement.insert.ParenthesedInsert",
            "statement.merge.Merge",
            "statement.merge.MergeDelete",
            "statement.merge.MergeInsert",
            "statement.merge.MergeUpdate",
            "statement.select.ForMode",
            "statement.update.ParenthesedUpdate",
            "statement.update.Update",
            "statement.update.UpdateSet");

    private KnownNodes() {}

    static boolean reads(Class<?> node) {
        String name = node.getName().substring(PACKAGE.length());
        return READS.contains(name) || name.startsWith("expression.") && !NO_EXPRESSIONS.contains(name);
    }

    static boolean readsTsql(Class<?> node) {
        String name = node.getName().substring(PACKAGE.length());
        return reads(node) && !name.equals("expression.JdbcNamedParameter") || TSQL_READS.contains(name);
    }

    static boolean changes(Class<?> node) {
        return CHANGES.contains(node.getName().substring(PACKAGE.length()));
    }
}
