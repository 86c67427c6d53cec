package ai.ekaya.tools;

import ai.ekaya.identity.Principal;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.limits.Cancellation;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.web.Cursor;
import ai.ekaya.web.PageQuery;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One call of a tool that may be made.
 *
 * @param by with the rights of now
 * @param arguments they fit the tool's schema
 * @param path through whose runs it came
 * @param cancellation of the run that calls, or of nobody
 * @param rows is told of each result of a datasource that goes into the answer
 */
public record ToolCall(
        Principal by,
        ProjectId project,
        ObjectNode arguments,
        CallPath path,
        Cancellation cancellation,
        Consumer<RowsGiven> rows) {

    /** The result's JSON, as an answer; who calls is told what the database says of its columns. */
    public ObjectNode answer(RowsGiven given) {
        rows.accept(given);
        return given.result().json();
    }

    /** A text that the schema requires. */
    public String text(String key) {
        return arguments.path(key).asText();
    }

    public Optional<String> optional(String key) {
        return Optional.of(arguments.path(key)).filter(JsonNode::isTextual).map(JsonNode::textValue);
    }

    public Optional<Integer> whole(String key) {
        return Optional.of(arguments.path(key)).filter(JsonNode::isNumber).map(JsonNode::intValue);
    }

    public Optional<Boolean> flag(String key) {
        return Optional.of(arguments.path(key)).filter(JsonNode::isBoolean).map(JsonNode::booleanValue);
    }

    public Optional<JsonNode> json(String key) {
        return Optional.of(arguments.path(key)).filter(value -> !value.isMissingNode() && !value.isNull());
    }

    public List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        arguments.path(key).forEach(each -> texts.add(each.asText()));
        return texts;
    }

    /**
     * Which page is asked for, by {@code after} and {@code limit}.
     *
     * @throws Refusal {@code BAD_ARGUMENT} for a page of another size
     */
    public PageQuery page(Limits limits) {
        return PageQuery.of(
                limits, optional("after").orElse(null), whole("limit").orElse(null));
    }

    /**
     * A number that an earlier answer gave as {@code next}.
     *
     * @throws Refusal {@code BAD_ARGUMENT} for another text
     */
    public long after(String key, long otherwise) {
        Optional<String> cursor =
                optional(key).map(text -> Cursor.parse(text, 1).keys().get(0));
        if (cursor.isEmpty()) {
            return otherwise;
        }
        if (!cursor.get().matches("[0-9]{1,18}")) {
            throw new Refusal(
                    RefusalCode.BAD_ARGUMENT, "'" + key + "' is not what an answer of this tool gave as next");
        }
        return Long.parseLong(cursor.get());
    }
}
