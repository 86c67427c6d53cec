package ai.ekaya.sql;

import ai.ekaya.sql.ReferenceScope.Source;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import net.sf.jsqlparser.expression.Alias;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.schema.Table;
import net.sf.jsqlparser.statement.select.FromItem;

/** What a statement's names mean in the schema, and which of it they use. Not thread-safe. */
final class ReferenceNames {
    /** What the parser library takes for a column and is none, and columns that every table has. */
    private static final Set<String> NO_COLUMNS = Set.of(
            "true",
            "false",
            "current_date",
            "current_time",
            "current_timestamp",
            "localtime",
            "localtimestamp",
            "current_user",
            "session_user",
            "user",
            "current_role",
            "current_schema",
            "current_catalog",
            "default",
            "ctid",
            "xmin",
            "xmax",
            "cmin",
            "cmax",
            "tableoid");

    private final SchemaNames schema;
    private final UnaryOperator<String> identifiers;
    private final ReferenceUses uses;

    /** @param identifiers an identifier as the parser gives it, to what the database knows it as */
    ReferenceNames(SchemaNames schema, UnaryOperator<String> identifiers, ReferenceUses uses) {
        this.schema = schema;
        this.identifiers = identifiers;
        this.uses = uses;
    }

    String known(String identifier) {
        return schema.folded(identifiers.apply(identifier));
    }

    void unresolved(String name) {
        uses.unresolved(name);
    }

    private String written(Table table) {
        String name = identifiers.apply(table.getName());
        return table.getSchemaName() == null ? name : identifiers.apply(table.getSchemaName()) + "." + name;
    }

    Source called(Source source, FromItem item) {
        Alias alias = item.getAlias();
        if (alias == null) {
            return source;
        }
        List<String> columns = new ArrayList<>();
        if (alias.getAliasColumns() != null) {
            alias.getAliasColumns().forEach(column -> columns.add(known(column.name)));
        }
        return source.called(known(alias.getName()), columns);
    }

    Source table(Table table, ReferenceScope scope, boolean withs) {
        String name = known(table.getName());
        Optional<String> of = Optional.ofNullable(table.getSchemaName()).map(this::known);
        Optional<Source> with = withs && of.isEmpty() ? scope.with(name) : Optional.empty();
        if (with.isPresent()) {
            return with.get();
        }
        Optional<SchemaNames.TableNames> found = schema.find(of, name);
        if (found.isEmpty()) {
            uses.unresolved(written(table));
            return new Source(name, List.of(), Optional.empty(), true);
        }
        uses.table(found.get());
        List<String> columns =
                found.get().columns().stream().map(schema::folded).toList();
        return new Source(name, columns, found, false);
    }

    Optional<Source> source(Table table, ReferenceScope scope) {
        return scope.named(
                Optional.ofNullable(table.getSchemaName()).map(this::known).map(schema::schema),
                known(table.getName()));
    }

    void common(List<Source> left, List<Source> right) {
        for (Source source : right) {
            for (Source other : left) {
                source.columns().stream().filter(other.columns()::contains).forEach(column -> {
                    touch(source, column);
                    touch(other, column);
                });
            }
        }
    }

    void column(Column column, ReferenceScope scope, List<String> outputs) {
        String name = known(column.getColumnName());
        Table table = column.getTable();
        if (table != null && table.getName() != null) {
            source(table, scope)
                    .ifPresentOrElse(
                            source -> touch(source, identifiers.apply(column.getColumnName())),
                            () -> uses.unresolved(written(table) + "." + identifiers.apply(column.getColumnName())));
            return;
        }
        if (outputs.contains(name)) {
            return;
        }
        List<Source> holding = scope.holding(name);
        Optional<Source> row = scope.named(Optional.empty(), name);
        if (!holding.isEmpty()) {
            holding.forEach(source -> touch(source, name));
        } else if (row.isPresent()) {
            all(row.get());
        } else if (!NO_COLUMNS.contains(name) && !scope.hasOpen()) {
            uses.unresolved(identifiers.apply(column.getColumnName()));
        }
    }

    /** @param column as it is written or folded */
    void touch(Source source, String column) {
        int index = source.columns().indexOf(schema.folded(column));
        if (index < 0) {
            if (!source.open() && !NO_COLUMNS.contains(schema.folded(column))) {
                uses.unresolved(source.name() + "." + column);
            }
        } else if (source.table().isPresent()) {
            uses.column(source.table().get(), source.table().get().columns().get(index));
        }
    }

    void all(Source source) {
        source.table().ifPresent(table -> new HashSet<>(table.columns()).forEach(column -> uses.column(table, column)));
    }
}
