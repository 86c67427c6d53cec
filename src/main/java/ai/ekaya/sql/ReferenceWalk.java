package ai.ekaya.sql;

import ai.ekaya.sql.ReferenceScope.Source;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.sf.jsqlparser.expression.Alias;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.schema.Table;
import net.sf.jsqlparser.statement.Statement;
import net.sf.jsqlparser.statement.delete.Delete;
import net.sf.jsqlparser.statement.insert.Insert;
import net.sf.jsqlparser.statement.merge.Merge;
import net.sf.jsqlparser.statement.select.AllColumns;
import net.sf.jsqlparser.statement.select.AllTableColumns;
import net.sf.jsqlparser.statement.select.FromItem;
import net.sf.jsqlparser.statement.select.Join;
import net.sf.jsqlparser.statement.select.LateralSubSelect;
import net.sf.jsqlparser.statement.select.OrderByElement;
import net.sf.jsqlparser.statement.select.ParenthesedFromItem;
import net.sf.jsqlparser.statement.select.ParenthesedSelect;
import net.sf.jsqlparser.statement.select.PlainSelect;
import net.sf.jsqlparser.statement.select.Select;
import net.sf.jsqlparser.statement.select.SelectItem;
import net.sf.jsqlparser.statement.select.SetOperationList;
import net.sf.jsqlparser.statement.select.TableFunction;
import net.sf.jsqlparser.statement.select.TableStatement;
import net.sf.jsqlparser.statement.select.Values;
import net.sf.jsqlparser.statement.select.WithItem;
import net.sf.jsqlparser.statement.update.Update;
import org.jspecify.annotations.Nullable;

/**
 * Walks one statement and tells which tables and columns it names, by PostgreSQL's rules of scope. Where several sources have a column
 * that is not qualified, all of them are taken. Not thread-safe.
 */
final class ReferenceWalk {
    private final ReferenceNames names;

    ReferenceWalk(ReferenceNames names) {
        this.names = names;
    }

    /** What a query gives. */
    private record Outputs(List<String> columns, boolean open) {}

    void statement(Statement statement) {
        change(statement, ReferenceScope.outermost());
    }

    private Outputs change(Object statement, ReferenceScope outer) {
        ReferenceScope scope = outer.inner();
        switch (statement) {
            case Select select -> {
                return select(select, outer);
            }
            case Insert insert -> {
                with(insert.getWithItemsList(), scope);
                Source target = target(insert.getTable(), scope);
                scope.add(target.called("excluded", List.of()));
                if (insert.getColumns() == null || insert.getColumns().isEmpty()) {
                    names.all(target);
                }
                if (insert.getSelect() != null) {
                    select(insert.getSelect(), scope.beside());
                }
                rest(insert, scope, insert.getTable(), insert.getSelect(), insert.getWithItemsList());
            }
            case Update update -> {
                with(update.getWithItemsList(), scope);
                target(update.getTable(), scope);
                from(update.getFromItem(), update.getJoins(), scope);
                rest(
                        update,
                        scope,
                        update.getTable(),
                        update.getFromItem(),
                        update.getJoins(),
                        update.getWithItemsList());
            }
            case Delete delete -> {
                with(delete.getWithItemsList(), scope);
                target(delete.getTable(), scope);
                if (delete.getUsingFromItemList() != null) {
                    delete.getUsingFromItemList().forEach(item -> from(item, scope));
                }
                from(null, delete.getJoins(), scope);
                rest(
                        delete,
                        scope,
                        delete.getTable(),
                        delete.getUsingFromItemList(),
                        delete.getJoins(),
                        delete.getWithItemsList());
            }
            case Merge merge -> {
                with(merge.getWithItemsList(), scope);
                target(merge.getTable(), scope);
                from(merge.getFromItem(), scope);
                rest(merge, scope, merge.getTable(), merge.getFromItem(), merge.getWithItemsList());
            }
            default -> rest(statement, scope);
        }
        return new Outputs(List.of(), true);
    }

    private Source target(Table table, ReferenceScope scope) {
        Source target = names.called(names.table(table, scope.beside(), false), table);
        scope.add(target);
        return target;
    }

    private Outputs select(Select select, ReferenceScope outer) {
        ReferenceScope scope = outer.inner();
        with(select.getWithItemsList(), scope);
        Outputs outputs = switch (select) {
            case PlainSelect plain -> plain(plain, scope);
            case ParenthesedSelect inner -> select(inner.getSelect(), scope);
            case SetOperationList list -> {
                List<Outputs> all = new ArrayList<>();
                list.getSelects().forEach(each -> all.add(select(each, scope)));
                yield all.get(0);
            }
            case Values values -> values(values, scope);
            case TableStatement named -> {
                Source source = names.table(named.getTable(), scope, true);
                names.all(source);
                yield new Outputs(source.columns(), source.open());
            }
            default -> {
                rest(select, scope);
                yield new Outputs(List.of(), true);
            }
        };
        if (!(select instanceof PlainSelect)) {
            order(select.getOrderByElements(), scope, outputs.columns());
        }
        return outputs;
    }

    private Outputs values(Values values, ReferenceScope scope) {
        rest(values, scope);
        int count = 1;
        if (values.getExpressions() != null && !values.getExpressions().isEmpty()) {
            Object first = values.getExpressions().get(0);
            boolean rows = first instanceof List<?>;
            count = rows ? ((List<?>) first).size() : values.getExpressions().size();
        }
        List<String> columns = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            columns.add("column" + i);
        }
        return new Outputs(columns, false);
    }

    private Outputs plain(PlainSelect plain, ReferenceScope scope) {
        from(plain.getFromItem(), plain.getJoins(), scope);
        List<String> columns = new ArrayList<>();
        boolean open = false;
        for (SelectItem<?> item : plain.getSelectItems()) {
            open |= item(item, scope, columns);
        }
        if (plain.getGroupBy() != null) {
            expression(plain.getGroupBy(), scope, columns);
        }
        if (plain.getDistinct() != null) {
            expression(plain.getDistinct(), scope, columns);
        }
        order(plain.getOrderByElements(), scope, columns);
        rest(
                plain,
                scope,
                plain.getFromItem(),
                plain.getJoins(),
                plain.getWithItemsList(),
                plain.getSelectItems(),
                plain.getGroupBy(),
                plain.getDistinct(),
                plain.getOrderByElements());
        return new Outputs(columns, open);
    }

    /** @return whether it may stand for columns that are not known */
    private boolean item(SelectItem<?> item, ReferenceScope scope, List<String> columns) {
        Object expression = item.getExpression();
        if (expression instanceof AllColumns && !(expression instanceof AllTableColumns)) {
            scope.sources().forEach(source -> {
                names.all(source);
                columns.addAll(source.columns());
            });
            return scope.sources().stream().anyMatch(Source::open);
        }
        if (expression instanceof AllTableColumns star) {
            Optional<Source> source = names.source(star.getTable(), scope);
            source.ifPresent(each -> {
                names.all(each);
                columns.addAll(each.columns());
            });
            if (source.isEmpty()) {
                names.unresolved(star.toString());
            }
            return source.map(Source::open).orElse(true);
        }
        expression(expression, scope, List.of());
        if (item.getAlias() != null) {
            columns.add(names.known(item.getAlias().getName()));
        } else if (expression instanceof Column column) {
            columns.add(names.known(column.getColumnName()));
        } else if (expression instanceof net.sf.jsqlparser.expression.Function function) {
            columns.add(names.known(function.getName()));
        } else {
            columns.add("?column?");
            // A cast's column, for one, is called as what was cast.
            return true;
        }
        return false;
    }

    private void order(@Nullable List<OrderByElement> elements, ReferenceScope scope, List<String> outputs) {
        if (elements != null) {
            elements.forEach(element -> expression(element, scope, outputs));
        }
    }

    private void with(@Nullable List<? extends WithItem<?>> items, ReferenceScope scope) {
        if (items == null) {
            return;
        }
        boolean recursive = items.stream().anyMatch(WithItem::isRecursive);
        for (WithItem<?> item : items) {
            String name = names.known(item.getAlias().getName());
            List<String> columns = new ArrayList<>();
            if (item.getWithItemList() != null) {
                item.getWithItemList().forEach(column -> columns.add(names.known(column.toString())));
            }
            if (recursive) {
                scope.with(new Source(name, columns, Optional.empty(), columns.isEmpty()));
            }
            Object body = item.getParenthesedStatement();
            Outputs outputs = change(body == null ? item : body, scope.beside());
            scope.with(new Source(name, outputs.columns(), Optional.empty(), outputs.open()).called(name, columns));
        }
    }

    private void from(@Nullable FromItem first, @Nullable List<Join> joins, ReferenceScope scope) {
        if (first != null) {
            from(first, scope);
        }
        if (joins == null) {
            return;
        }
        for (Join join : joins) {
            List<Source> left = scope.sources();
            from(join.getFromItem(), scope);
            List<Source> right =
                    scope.sources().subList(left.size(), scope.sources().size());
            if (join.getUsingColumns() != null) {
                join.getUsingColumns().forEach(column -> {
                    String name = names.known(column.getColumnName());
                    scope.sources().stream()
                            .filter(source -> source.columns().contains(name))
                            .forEach(source -> names.touch(source, name));
                });
            }
            if (join.isNatural()) {
                names.common(left, right);
            }
            join.getOnExpressions().forEach(on -> expression(on, scope, List.of()));
        }
    }

    private void from(FromItem item, ReferenceScope scope) {
        switch (item) {
            case Table table -> scope.add(names.called(names.table(table, scope, true), table));
            case LateralSubSelect lateral -> derived(select(lateral.getSelect(), scope), item, scope);
            case ParenthesedSelect inner -> derived(select(inner, scope.beside()), item, scope);
            case Values values -> derived(values(values, scope.beside()), item, scope);
            case ParenthesedFromItem inner -> {
                ReferenceScope own = scope.beside();
                from(inner.getFromItem(), inner.getJoins(), own);
                if (item.getAlias() == null) {
                    own.sources().forEach(scope::add);
                } else if (own.sources().size() == 1) {
                    scope.add(names.called(own.sources().get(0), item));
                } else {
                    // Its columns go by the alias; all are taken, as which is whose is not worth the trouble.
                    own.sources().forEach(names::all);
                    derived(new Outputs(List.of(), true), item, scope);
                }
            }
            case TableFunction function -> {
                rest(function, scope, function.getAlias());
                derived(new Outputs(List.of(), true), item, scope);
            }
            default -> {
                rest(item, scope, item.getAlias());
                derived(new Outputs(List.of(), true), item, scope);
            }
        }
    }

    private void derived(Outputs outputs, FromItem item, ReferenceScope scope) {
        Source source = new Source("", outputs.columns(), Optional.empty(), outputs.open());
        scope.add(names.called(source, item));
    }

    /** Everything in the node but some parts. */
    private void rest(Object node, ReferenceScope scope, @Nullable Object... parts) {
        Set<Object> done = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Object part : parts) {
            if (part instanceof List<?> list) {
                done.addAll(list);
            }
            if (part != null) {
                done.add(part);
            }
        }
        for (Object child : SyntaxTree.children(node)) {
            if (!done.contains(child)) {
                expression(child, scope, List.of());
            }
        }
    }

    /** @param outputs what an ORDER BY may name beside columns */
    private void expression(Object node, ReferenceScope scope, List<String> outputs) {
        switch (node) {
            case Select select -> select(select, scope);
            case SelectItem<?> item -> item(item, scope, new ArrayList<>());
            case AllTableColumns star -> names.source(star.getTable(), scope).ifPresent(names::all);
            case AllColumns star -> {
                // count(*) names no column.
            }
            case Column column -> names.column(column, scope, outputs);
            case Alias alias -> {
                // A name that is given, not used.
            }
            default -> SyntaxTree.children(node).forEach(child -> expression(child, scope, outputs));
        }
    }
}
