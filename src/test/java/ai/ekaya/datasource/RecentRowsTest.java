package ai.ekaya.datasource;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ekaya.identity.ProjectId;
import ai.ekaya.limits.Limits;
import ai.ekaya.run.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RecentRowsTest {
    private final ProjectId project = new ProjectId(UUID.randomUUID());
    private final DatasourceId id = new DatasourceId(UUID.randomUUID());
    private final SettableClock clock = new SettableClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final RecentRows recent = new RecentRows(Limits.defaults(), clock);
    private int read;

    private DatasourceRow stored() {
        read++;
        return new DatasourceRow(id, project, clock.instant());
    }

    private DatasourceRow get() {
        return recent.get(project, id, this::stored);
    }

    @Test
    void reads_a_row_again_after_a_second() {
        DatasourceRow first = get();
        clock.advance(Duration.ofMillis(999));
        assertThat(get()).isSameAs(first);
        clock.advance(Duration.ofMillis(1));
        assertThat(get()).isNotSameAs(first);
    }

    @Test
    void reads_a_row_again_at_once_after_a_change() {
        DatasourceRow first = get();
        recent.forget(project, id);
        assertThat(get()).isNotSameAs(first);
    }

    @Test
    void keeps_no_row_that_was_read_while_it_was_changed() {
        recent.get(project, id, () -> {
            DatasourceRow old = stored();
            recent.forget(project, id);
            return old;
        });
        get();
        assertThat(read).isEqualTo(2);
    }

    @Test
    void gives_another_project_nothing_of_it() {
        get();
        ProjectId other = new ProjectId(UUID.randomUUID());
        recent.get(other, id, this::stored);
        assertThat(read).isEqualTo(2);
    }

    @Test
    void makes_no_row_younger_when_the_clock_is_set_back() {
        get();
        clock.advance(Duration.ofHours(-1));
        get();
        assertThat(read).isEqualTo(2);
    }
}
