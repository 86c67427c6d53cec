package ai.ekaya.pack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutputFitTest {
    private static final String OUTPUT = """
            {"count": 3, "words": "All is well", "none": null, "facts": {"rows": 3},
             "tables": [{"name": "orders", "rows": 9}, {"name": "customers", "comment": "c"}],
             "result": {"columns": [{"name": "id"}, {"name": "n"}], "rows": [[1, 2]]},
             "change": {"before": "a", "after": "b"}, "mixed": [1, {"a": 2}], "empty": []}""";

    private static List<String> misfits(String views) {
        return OutputFit.misfits("{\"views\": [" + views + "]}", OUTPUT).stream()
                .map(misfit -> misfit.view() + " " + misfit.pointer() + ": " + misfit.message())
                .toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"type": "metrics", "pointer": "/facts"}
            {"type": "metrics", "pointer": "/count"}
            {"type": "metrics", "pointer": "/facts", "items": [{"pointer": "/rows"}]}
            {"type": "table", "pointer": "/tables", "columns": [{"key": "rows"}, {"key": "comment"}]}
            {"type": "table", "pointer": "/result", "columns": [{"key": "n"}]}
            {"type": "table", "pointer": "/empty", "columns": [{"key": "whatever"}]}
            {"type": "chart", "pointer": "/tables", "mark": "bar", "x": {"key": "name"}, "series": [{"key": "rows"}]}
            {"type": "diff", "pointer": "/change"}
            {"type": "markdown", "pointer": "/words"}
            {"type": "status", "pointer": "/words"}
            {"type": "json", "pointer": "/mixed"}
            {"type": "tree", "pointer": "/mixed"}
            {"type": "table", "pointer": "/nowhere", "empty": "Nothing yet"}
            {"type": "table", "pointer": "/none", "empty": "Nothing yet"}
            {"type": "action", "label": "Go"}
            """)
    void what_fits_is_not_told_of(String view) {
        assertThat(misfits(view)).isEmpty();
    }

    @Test
    void what_is_not_there_or_of_another_form_is_told_with_its_place() {
        assertThat(misfits("""
                {"type": "table", "pointer": "/nowhere"},
                {"type": "text", "pointer": "/none"},
                {"type": "table", "pointer": "/count"},
                {"type": "list", "pointer": "/mixed"},
                {"type": "markdown", "pointer": "/tables"},
                {"type": "metrics", "pointer": "/tables"},
                {"type": "status", "pointer": "/facts"},
                {"type": "diff", "pointer": "/facts"}"""))
                .containsExactly(
                        "/views/0 /nowhere: The output has nothing here; where that may be, give the view an 'empty' text",
                        "/views/1 /none: This is null; where that may be, give the view an 'empty' text",
                        "/views/2 /count: This is the number 3, a view of type 'table' expects a list of objects, or what a query"
                                + " answers",
                        "/views/3 /mixed: This is a list of 2, a view of type 'list' expects a list of objects, or what a query"
                                + " answers",
                        "/views/4 /tables: This is a list of 2, a view of type 'markdown' expects a text",
                        "/views/5 /tables: This is a list of 2, a view of type 'metrics' expects an object or a number",
                        "/views/6 /facts: This is an object, a view of type 'status' expects a text, or an object with 'status'",
                        "/views/7 /facts/before: The output has nothing here",
                        "/views/7 /facts/after: The output has nothing here");
    }

    @Test
    void keys_that_no_row_has_are_told_once() {
        assertThat(misfits("""
                {"type": "table", "pointer": "/tables", "columns": [{"key": "rows"}, {"key": "size"}]},
                {"type": "table", "pointer": "/result", "columns": [{"key": "m"}]},
                {"type": "timeline", "pointer": "/tables", "fields": {"title": "name", "at": "seen"}},
                {"type": "chart", "pointer": "/tables", "mark": "line", "x": {"key": "day"}, "series": [{"key": "rows"}]}"""))
                .containsExactly(
                        "/views/0 /tables: No row has the key 'size'",
                        "/views/1 /result: No row has the key 'm'",
                        "/views/2 /tables: No row has the key 'seen'",
                        "/views/3 /tables: No row has the key 'day'");
    }

    @Test
    void views_in_tabs_are_looked_at_too() {
        assertThat(misfits("""
                {"type": "tabs", "tabs": [{"title": "A", "views": [{"type": "json", "pointer": ""}, {"type": "text", "pointer": "/x"}]}]}""")).singleElement().asString().startsWith("/views/0/tabs/0/views/1 /x: ");
    }

    @Test
    void a_page_of_wrong_views_is_told_of_in_part() {
        String many = IntStream.range(0, 80)
                .mapToObj(n -> "{\"type\": \"text\", \"pointer\": \"/x" + n + "\"}")
                .collect(Collectors.joining(","));
        assertThat(misfits(many)).hasSize(50);
    }
}
