package ai.ekaya.datasource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.sql.CheckedStatement;
import ai.ekaya.sql.SqlGuard;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class VerdictsTest {
    private static final UUID PROJECT = UUID.randomUUID();

    private final SqlGuard guard = new SqlGuard(Limits.defaults());
    private final AtomicInteger read = new AtomicInteger();

    private CheckedStatement of(Verdicts verdicts, UUID project, String sql) {
        return verdicts.of(project, "postgresql", sql, text -> {
            read.incrementAndGet();
            return guard.datasourceQuery(text);
        });
    }

    @Test
    void reads_a_text_once_for_a_project_and_one_that_differs_in_a_space_again() {
        Verdicts verdicts = new Verdicts(Limits.defaults());
        assertThat(of(verdicts, PROJECT, "SELECT 1")).isEqualTo(of(verdicts, PROJECT, "SELECT 1"));
        assertThat(read).hasValue(1);
        of(verdicts, PROJECT, "SELECT  1");
        of(verdicts, UUID.randomUUID(), "SELECT 1");
        assertThat(read).hasValue(3);
    }

    @Test
    void keeps_no_refusal() {
        Verdicts verdicts = new Verdicts(Limits.defaults());
        for (int i = 1; i <= 2; i++) {
            assertThatThrownBy(() -> of(verdicts, PROJECT, "DELETE FROM t")).isInstanceOf(Refusal.class);
            assertThat(read).hasValue(i);
        }
        assertThat(verdicts.size()).isZero();
    }

    @Test
    void forgets_what_was_asked_longest_ago_when_there_are_too_many_or_too_large_ones() {
        Verdicts few = new Verdicts(Limits.defaults().with(Limit.DATASOURCE_VERDICTS_COUNT, 2));
        for (String sql : new String[] {"SELECT 1", "SELECT 2", "SELECT 1", "SELECT 3", "SELECT 1"}) {
            of(few, PROJECT, sql);
        }
        assertThat(few.size()).isEqualTo(2);
        assertThat(read).hasValue(3);
        // 32 bytes a character; a text may take a 16th.
        Verdicts small = new Verdicts(Limits.defaults().with(Limit.DATASOURCE_VERDICTS_BYTES, 16 * 32 * 10));
        of(small, PROJECT, "SELECT 1 + 2");
        assertThat(small.size()).isZero();
        for (int i = 0; i < 100; i++) {
            of(small, PROJECT, "SELECT " + i);
        }
        assertThat(small.size()).isBetween(16, 20);
    }
}
