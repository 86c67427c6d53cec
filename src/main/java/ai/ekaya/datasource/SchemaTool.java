package ai.ekaya.datasource;

import ai.ekaya.identity.Action;
import ai.ekaya.limits.Limits;
import ai.ekaya.tools.Nature;
import ai.ekaya.tools.Tool;
import ai.ekaya.tools.ToolCall;
import ai.ekaya.tools.ToolSpec;
import ai.ekaya.web.PageQuery;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Set;

/** {@code get_schema}: tables, columns, types and keys of a datasource, read afresh. */
@Singleton
final class SchemaTool implements Tool {
    private final Datasources datasources;
    private final DatasourceAccess access;
    private final Limits limits;
    private final ToolSpec spec = ToolSpec.of(
            "get_schema",
            "Schema of a datasource",
            "Tables and views with columns, types, keys and indexes, read from the database now. Name tables, or page with 'after'.",
            Nature.READS,
            Action.SEE_PROJECT,
            ToolSpec.Shapes.of("""
                    {"datasource": {"type": "string", "maxLength": 200, "description": "name or id; not needed when there is one"},
                     "tables": {"type": "array", "maxItems": 200, "items": {"type": "string", "maxLength": 300},
                      "description": "as orders or public.orders; all when none is named"},
                     "after": {"type": "string", "maxLength": 2048, "description": "next of the answer before"},
                     "limit": {"type": "integer", "minimum": 1, "maximum": 200, "description": "tables in the answer"}}
                    """, """
                    {"hash": {"type": "string"}, "schemas": {"type": "array"}, "tables": {"type": "array"},
                     "types": {"type": "array"}, "next": {"type": "string"}}
                    """));

    @Inject
    SchemaTool(Datasources datasources, DatasourceAccess access, Limits limits) {
        this.datasources = datasources;
        this.access = access;
        this.limits = limits;
    }

    @Override
    public ToolSpec spec() {
        return spec;
    }

    @Override
    public ObjectNode call(ToolCall call) {
        PageQuery page = call.page(limits);
        DatasourceId id = datasources.meant(call).id();
        return SchemaSnapshot.page(
                access.schema(call.project(), id, call.cancellation()), Set.copyOf(call.texts("tables")), page);
    }
}
