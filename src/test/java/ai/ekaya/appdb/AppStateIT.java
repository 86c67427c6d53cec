package ai.ekaya.appdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.store.Store;
import ai.ekaya.store.TestDatabase;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AppStateIT {
    private static Store store;

    private final UUID project = UUID.randomUUID();
    private final AppId app = new AppId(UUID.randomUUID());
    private final AppState state = new AppState(store, Limits.defaults());

    @BeforeAll
    static void open() {
        store = Store.open(TestDatabase.fresh());
    }

    @AfterAll
    static void close() {
        store.close();
    }

    @Test
    void keeps_a_value_and_counts_its_versions() {
        assertThat(state.get(project, app, "k")).isEmpty();
        assertThat(state.set(project, app, "k", TextNode.valueOf("a"), 0)).isEqualTo(1);
        assertThat(state.set(project, app, "k", TextNode.valueOf("b"), 1)).isEqualTo(2);
        assertThat(state.get(project, app, "k")).contains(new AppState.Entry(TextNode.valueOf("b"), 2));
        assertThat(state.get(project, new AppId(UUID.randomUUID()), "k")).isEmpty();
    }

    @Test
    void refuses_a_change_of_another_version_and_says_which_is_there() {
        state.set(project, app, "k", TextNode.valueOf("a"), 0);
        for (long expected : new long[] {0, 2}) {
            assertThatThrownBy(() -> state.set(project, app, "k", TextNode.valueOf("b"), expected))
                    .isInstanceOfSatisfying(
                            Refusal.class, e -> assertThat(e.code()).isEqualTo(RefusalCode.CONFLICT))
                    .hasMessageContaining("is at version 1, expected " + expected);
        }
        assertThat(state.get(project, app, "k").orElseThrow().value()).isEqualTo(TextNode.valueOf("a"));
    }

    @Test
    void takes_as_many_entries_and_bytes_as_the_limits_say_and_not_one_more() {
        AppState small = new AppState(
                store, Limits.defaults().with(Limit.HOST_STATE_ENTRIES_COUNT, 1).with(Limit.HOST_STATE_VALUE_BYTES, 4));
        small.set(project, app, "one", TextNode.valueOf("ab"), 0);
        assertThatThrownBy(() -> small.set(project, app, "two", TextNode.valueOf("ab"), 0))
                .hasMessage("The app has 1 state entries, at most 1");
        assertThatThrownBy(() -> small.set(project, app, "one", TextNode.valueOf("abc"), 1))
                .hasMessage("State value is 5B, at most 4B");
        assertThatThrownBy(() -> small.set(project, app, "", JsonNodeFactory.instance.nullNode(), 0))
                .hasMessageContaining("State key is empty");
    }
}
