package ai.ekaya.query;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** All parameters of one query. */
record QueryParameters(List<QueryParameter> all) {
    QueryParameters {
        all = List.copyOf(all);
    }

    QueryParameters canonical() {
        return new QueryParameters(all.stream().map(QueryParameter::canonical).toList());
    }

    /** @throws Refusal when they are not those of the text */
    void requireNames(List<String> inText) {
        List<String> declared = all.stream().map(QueryParameter::name).toList();
        inText.stream().filter(name -> !declared.contains(name)).findFirst().ifPresent(name -> {
            throw refused("The statement has {{" + name + "}}, which 'parameters' does not declare");
        });
        declared.stream().filter(name -> !inText.contains(name)).findFirst().ifPresent(name -> {
            throw refused("'parameters' declares '" + name + "', the statement has no {{" + name + "}}");
        });
    }

    /**
     * One value for each parameter, as it is bound.
     *
     * @param given a JSON object by name
     * @throws Refusal {@code BAD_ARGUMENT} naming what is missing, unknown or does not fit
     */
    Map<String, JsonNode> bound(JsonNode given, Limits limits) {
        if (!given.isObject()) {
            throw refused("'params' is " + Shown.of(given.getNodeType().name().toLowerCase(java.util.Locale.ROOT))
                    + ", expected an object with a value for each parameter's name");
        }
        if (given.size() > limits.of(Limit.QUERY_PARAMETERS_COUNT)) {
            throw new Refusal(
                    RefusalCode.LIMIT,
                    "'params' has " + given.size() + " keys, at most " + limits.of(Limit.QUERY_PARAMETERS_COUNT));
        }
        given.fieldNames().forEachRemaining(this::requireKnown);
        Map<String, JsonNode> bound = new LinkedHashMap<>();
        for (QueryParameter parameter : all) {
            Optional<JsonNode> value = Optional.ofNullable(given.get(parameter.name()));
            bound.put(parameter.name(), parameter.bound(value, limits));
        }
        return bound;
    }

    private void requireKnown(String name) {
        if (all.stream().noneMatch(parameter -> parameter.name().equals(name))) {
            throw refused("The query has no parameter '" + Shown.of(name) + "', it takes "
                    + new TreeSet<>(all.stream().map(QueryParameter::name).toList()));
        }
    }

    private static Refusal refused(String message) {
        return new Refusal(RefusalCode.BAD_ARGUMENT, message);
    }
}
