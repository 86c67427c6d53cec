package ai.ekaya.query;

import ai.ekaya.datasource.Datasources;
import ai.ekaya.identity.Action;
import ai.ekaya.tools.Nature;
import ai.ekaya.tools.Tool;
import ai.ekaya.tools.ToolCall;
import ai.ekaya.tools.ToolSpec;
import ai.ekaya.web.Json;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;

/** {@code suggest_approved_query}: a draft, which runs only once an administrator has approved it. */
@Singleton
final class SuggestQueryTool implements Tool {
    private final Suggestions suggestions;
    private final Datasources datasources;
    private final ToolSpec spec = ToolSpec.of(
            "suggest_approved_query",
            "Suggest a query",
            "Suggests a query to the administrators. Parameters stand as {{name}} in sql and are declared in parameters. It runs only"
                    + " once it is approved.",
            Nature.ADDS,
            Action.SUGGEST_QUERY,
            ToolSpec.Shapes.of("""
                    {"name": {"type": "string", "minLength": 1, "maxLength": 200, "description": "by which it will be run"},
                     "description": {"type": "string", "maxLength": 10000, "description": "what it is for"},
                     "sql": {"type": "string", "minLength": 1, "maxLength": 65536, "description": "one statement"},
                     "parameters": {"type": "array", "maxItems": 100, "items": {"type": "object"},
                      "description": "[{name, type, …}], as docs/approved-queries.md says"},
                     "writes": {"type": "boolean", "description": "whether it changes data"},
                     "rowLimit": {"type": "integer", "minimum": 1, "description": "how many rows a query that writes may change"},
                     "datasource": {"type": "string", "maxLength": 200, "description": "name or id; not needed when there is one"}}
                    """, """
                    {"id": {"type": "string"}, "name": {"type": "string"}, "state": {"type": "string"}, "latest": {"type": "object"}}
                    """, "name", "sql"));

    @Inject
    SuggestQueryTool(Suggestions suggestions, Datasources datasources) {
        this.suggestions = suggestions;
        this.datasources = datasources;
    }

    @Override
    public ToolSpec spec() {
        return spec;
    }

    @Override
    public ObjectNode call(ToolCall call) {
        Suggestion suggestion = new Suggestion(
                call.optional("name"),
                call.optional("description"),
                Optional.of(datasources.meant(call).id()),
                call.optional("sql"),
                call.json("parameters"),
                call.flag("writes"),
                call.whole("rowLimit"));
        return Json.mapper().valueToTree(suggestions.suggest(call.by(), call.project(), suggestion));
    }
}
