package ai.ekaya.host;

import ai.ekaya.datasource.DatasourceAccess;
import ai.ekaya.datasource.SchemaSnapshot;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * {@code datasource_schema}: tables, columns, types and keys of a datasource, read afresh.
 *
 * <p>Arguments  {"datasource": alias or id, "tables": ["name" or "schema.name"] ≤ 500, "page": from 1, "ifHash": string}
 * <p>Answer     the snapshot with "hash", at most 500 tables a page and "nextPage" when there are more; {"hash", "unchanged": true}
 *     when ifHash still holds
 * <p>Limits     500 tables a page · 8 MiB · 30 s
 * <p>Errors     NOT_FOUND (datasource), BAD_ARGUMENT, LIMIT, TIMEOUT, UPSTREAM, UNAVAILABLE
 * <p>Source     contracts §2
 */
final class DatasourceSchema implements HostFunction {
    private static final int TABLES_PER_PAGE = 500;
    private static final int PAGE_MAX = 1_000;
    private static final int NAME_BYTES_MAX = 200;
    private static final String TABLES = "tables";

    private final DatasourceAccess access;

    DatasourceSchema(DatasourceAccess access) {
        this.access = access;
    }

    @Override
    public String name() {
        return "datasource_schema";
    }

    @Override
    public boolean isSql() {
        return true;
    }

    @Override
    public Answer call(RunCalls run, Arguments arguments) {
        arguments.allowing("datasource", TABLES, "page", "ifHash");
        Set<String> wanted = wanted(arguments);
        int page = arguments.has("page") ? (int) arguments.whole("page", 1, PAGE_MAX) : 1;
        Optional<String> ifHash = arguments.optionalText("ifHash", NAME_BYTES_MAX);
        ObjectNode snapshot = access.schema(
                run.scope().project(),
                run.datasource(arguments.optionalText("datasource", NAME_BYTES_MAX)),
                run.cancellation());
        String hash = snapshot.path("hash").asText();
        if (ifHash.isPresent() && ifHash.get().equals(hash)) {
            return Answer.of(
                    JsonNodeFactory.instance.objectNode().put("hash", hash).put("unchanged", true));
        }
        return paged(snapshot, wanted, page);
    }

    private static Set<String> wanted(Arguments arguments) {
        Set<String> wanted = new HashSet<>();
        for (JsonNode table : arguments.list(TABLES, TABLES_PER_PAGE)) {
            if (!table.isTextual()) {
                throw arguments.bad("takes names of tables as 'tables'");
            }
            wanted.add(table.textValue());
        }
        return wanted;
    }

    static Answer paged(ObjectNode snapshot, Set<String> wanted, int page) {
        SchemaSnapshot.Part part = SchemaSnapshot.part(snapshot, wanted, (page - 1) * TABLES_PER_PAGE, TABLES_PER_PAGE);
        if (part.more()) {
            part.snapshot().put("nextPage", page + 1);
        }
        return new Answer(part.snapshot(), part.snapshot().path(TABLES).size());
    }
}
