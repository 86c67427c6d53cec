package ai.ekaya.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class AwayTest {
    private static final Refusal NOT_THERE = new Refusal(RefusalCode.UNAVAILABLE, "Not there");

    @Test
    void what_is_not_there_now_is_away_and_what_somebody_has_to_set_is_not() {
        assertThat(Away.is(NOT_THERE)).isTrue();
        assertThat(Away.is(NOT_THERE.lasting())).isFalse();
    }

    @Test
    void a_mark_keeps_the_code_the_words_the_cause_and_the_other_mark() {
        SQLException cause = new SQLException("gone", "08006");
        Refusal marked = new Refusal(RefusalCode.UNAVAILABLE, "Not there", cause)
                .forbidden()
                .lasting();
        assertThat(marked.code()).isEqualTo(RefusalCode.UNAVAILABLE);
        assertThat(marked).hasMessage("Not there").hasCause(cause);
        assertThat(marked.isForbidden()).isTrue();
        assertThat(marked.isLasting()).isTrue();
        assertThat(NOT_THERE.lasting().forbidden().isLasting()).isTrue();
        assertThat(NOT_THERE.isLasting()).isFalse();
    }

    @Test
    void a_connection_that_was_lost_is_away_whoever_says_so() {
        SQLException lost = new SQLException("gone", "08006");
        assertThat(Away.is(new Refusal(RefusalCode.UPSTREAM, "Lost", lost))).isTrue();
        assertThat(Away.is(new IllegalStateException(lost))).isTrue();
        assertThat(Away.is(new Refusal(RefusalCode.UPSTREAM, "Odd"))).isFalse();
    }
}
