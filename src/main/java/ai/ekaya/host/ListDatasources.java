package ai.ekaya.host;

import ai.ekaya.datasource.Datasources;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.TreeMap;

/**
 * {@code list_datasources}: the datasources that are bound to the app, by alias; where they are and who signs in is not told.
 *
 * <p>Arguments  {}
 * <p>Answer     [{"alias", "id", "name", "type"}]
 * <p>Limits     counts as a host call
 * <p>Errors     none of its own
 * <p>Source     contracts §2
 */
final class ListDatasources implements HostFunction {
    private final Datasources datasources;

    ListDatasources(Datasources datasources) {
        this.datasources = datasources;
    }

    @Override
    public String name() {
        return "list_datasources";
    }

    @Override
    public Answer call(RunCalls run, Arguments arguments) {
        arguments.allowing();
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        new TreeMap<>(run.scope().datasources())
                .forEach((alias, id) -> datasources
                        .find(run.scope().project(), id)
                        .ifPresent(datasource -> list.addObject()
                                .put("alias", alias)
                                .put("id", id.toString())
                                .put("name", datasource.name())
                                .put("type", datasource.type())));
        return new Answer(list, list.size());
    }
}
