package ai.ekaya.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PagingTest {
    private static final Limits LIMITS = Limits.defaults();

    @Test
    void a_cursor_comes_back_as_it_went() {
        Cursor cursor = Cursor.at("2026-01-02T03:04:05Z", "ä\"/+");
        assertThat(Cursor.parse(cursor.toString(), 2)).isEqualTo(cursor);
        assertThat(cursor.toString()).matches("[A-Za-z0-9_-]+");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "!!", "bnVsbA", "W251bGxd", "W10", "WyJhIiwiYiJd", "eyJhIjoxfQ"})
    void refuses_a_cursor_that_no_list_handed_out(String text) {
        assertThatThrownBy(() -> Cursor.parse(text, 1))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("'after'");
    }

    @Test
    void one_item_more_than_the_page_holds_means_that_there_is_a_next_page() {
        PageQuery query = PageQuery.of(LIMITS, null, 2);
        Page<String> page = Page.of(List.of("a", "b", "c"), query, Cursor::at);
        assertThat(page.items()).containsExactly("a", "b");
        assertThat(page.next().map(next -> Cursor.parse(next, 1))).contains(Cursor.at("b"));
        assertThat(Page.of(List.of("a", "b"), query, Cursor::at).next()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 201})
    void refuses_a_size_out_of_bounds(int size) {
        assertThatThrownBy(() -> PageQuery.of(LIMITS, null, size))
                .isInstanceOf(Refusal.class)
                .hasMessage("'limit' is " + size + ", expected 1 to 200");
    }

    @Test
    void takes_a_size_at_the_bound_and_the_default_without_one() {
        assertThat(PageQuery.of(LIMITS, null, 200).size()).isEqualTo(200);
        assertThat(PageQuery.of(LIMITS, "", null)).isEqualTo(new PageQuery(Optional.empty(), 50));
    }
}
