package ai.ekaya.classification;

import ai.ekaya.datasource.DatasourceId;
import ai.ekaya.datasource.Datasources;
import ai.ekaya.identity.Action;
import ai.ekaya.limits.Limits;
import ai.ekaya.tools.Nature;
import ai.ekaya.tools.Tool;
import ai.ekaya.tools.ToolCall;
import ai.ekaya.tools.ToolSpec;
import ai.ekaya.web.Cursor;
import ai.ekaya.web.Json;
import ai.ekaya.web.Page;
import ai.ekaya.web.PageQuery;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;

/** {@code get_data_classification}: what a datasource's columns hold and how sensitive that is; never a value. */
@Singleton
final class DataClassificationTool implements Tool {
    private final Datasources datasources;
    private final Classifications classifications;
    private final Limits limits;
    private final ToolSpec spec = ToolSpec.of(
            "get_data_classification",
            "Sensitive columns",
            "Columns of a datasource with what they seem to hold, how sensitive that is, and what people decided. No values.",
            Nature.READS,
            Action.SEE_PROJECT,
            ToolSpec.Shapes.of("""
                    {"datasource": {"type": "string", "maxLength": 200, "description": "name or id; not needed when there is one"},
                     "state": {"enum": ["none", "pending", "sensitive", "allow"]},
                     "table": {"type": "string", "maxLength": 300, "description": "with its schema or without"},
                     "after": {"type": "string", "maxLength": 2048, "description": "next of the answer before"},
                     "limit": {"type": "integer", "minimum": 1, "maximum": 200, "description": "columns in the answer"}}
                    """, """
                    {"items": {"type": "array", "items": {"type": "object"}}, "next": {"type": "string"}}
                    """));

    @Inject
    DataClassificationTool(Datasources datasources, Classifications classifications, Limits limits) {
        this.datasources = datasources;
        this.classifications = classifications;
        this.limits = limits;
    }

    @Override
    public ToolSpec spec() {
        return spec;
    }

    @Override
    public ObjectNode call(ToolCall call) {
        PageQuery page = call.page(limits);
        ColumnTable.Wanted wanted = new ColumnTable.Wanted(
                call.optional("state").map(State::parse),
                call.optional("table"),
                page.cursor(3).map(Cursor::keys).map(keys -> new ColumnKey(keys.get(0), keys.get(1), keys.get(2))));
        DatasourceId id = datasources.meant(call).id();
        List<ClassifiedColumn> found = classifications.list(call.project(), id, wanted, page.size() + 1);
        return Json.mapper()
                .valueToTree(
                        Page.of(found, page, column -> Cursor.at(column.schema(), column.table(), column.column())));
    }
}
