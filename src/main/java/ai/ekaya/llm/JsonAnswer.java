package ai.ekaya.llm;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.pack.AnswerSchema;
import ai.ekaya.pack.Problems;
import ai.ekaya.pack.ReadResult;
import ai.ekaya.web.Json;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Collectors;

/** A model's text read as JSON that has to fit a schema. */
sealed interface JsonAnswer {
    record Fits(JsonNode json) implements JsonAnswer {}

    /**
     * @param toModel what is wrong, for the model alone: it repeats parts of the answer
     * @param summary the same without a word of the answer
     */
    record Wrong(String toModel, String summary) implements JsonAnswer {}

    String MARK = "```";

    static JsonAnswer of(String text, AnswerSchema schema, Limits limits) {
        JsonNode json;
        try {
            json = Json.mapper().readTree(unfenced(text));
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            String where = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
            return new Wrong("It is no JSON" + where, "is no JSON");
        }
        if (json == null || json.isMissingNode()) {
            return new Wrong("It is empty", "is empty");
        }
        Problems problems = schema.problems(json);
        return problems.isEmpty() ? new Fits(json) : wrong(problems, limits.intOf(Limit.LLM_PROBLEMS_COUNT));
    }

    private static Wrong wrong(Problems problems, int toldMax) {
        List<ReadResult.Finding> told = problems.first().stream().limit(toldMax).toList();
        String list = told.stream()
                .map(problem -> "- " + problem.where() + ": " + problem.message())
                .collect(Collectors.joining("\n"));
        if (problems.isUnchecked()) {
            return new Wrong(list, "is too much to check against the schema");
        }
        int more = problems.count() - told.size();
        String places = problems.count() + (problems.count() == 1 ? " place" : " places");
        return new Wrong(
                more == 0 ? list : list + "\n- and " + more + " more",
                "does not fit the schema in " + places
                        + (more == 0 ? "" : ", the first " + told.size() + " of which the model was told"));
    }

    /**
     * Models put a fence around JSON, whatever they are told.
     *
     * <p>SECURITY: by hand, each character looked at a few times: a regular expression for it took minutes for some answers, and nothing
     * could stop it. Guarded by AskingTest.
     */
    private static String unfenced(String text) {
        String stripped = text.strip();
        int begins = stripped.indexOf('\n');
        int ends = stripped.lastIndexOf('\n');
        return begins < ends
                        && opens(stripped.substring(0, begins))
                        && stripped.substring(ends).strip().equals(MARK)
                ? stripped.substring(begins, ends)
                : text;
    }

    private static boolean opens(String line) {
        return line.startsWith(MARK)
                && line.substring(MARK.length()).strip().chars().allMatch(Character::isLetter);
    }
}
