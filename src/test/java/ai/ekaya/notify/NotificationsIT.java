package ai.ekaya.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.identity.Principal;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.identity.Role;
import ai.ekaya.identity.UserId;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.run.SettableClock;
import ai.ekaya.store.Signals;
import ai.ekaya.store.Sql;
import ai.ekaya.store.Store;
import ai.ekaya.store.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NotificationsIT {
    private final Store store = Store.open(TestDatabase.fresh());
    private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T10:00:00Z"));
    private final Limits limits = Limits.defaults().with(Limit.NOTIFY_KEPT_COUNT, 3);
    private final Notifications notifications =
            new Notifications(store, new NoticeTexts(limits), this::changed, new Signals(store, limits), limits, clock);
    private final Inbox inbox = new Inbox(store, this::changed, clock);
    private final ProjectId project = project("demo");
    private final Principal ada = new Principal(
            Principal.Kind.USER, new UserId(UUID.randomUUID()), "ada", false, Map.of(project, Role.OPERATOR));

    @AfterEach
    void close() {
        store.close();
    }

    private ProjectId project(String name) {
        ProjectId id = new ProjectId(UUID.randomUUID());
        store.transactIn(
                id.value(),
                transaction -> Sql.update(
                        transaction,
                        "INSERT INTO project (id, name, created_at) VALUES (?, ?, now())",
                        id.value(),
                        name));
        return id;
    }

    private final List<Onlookers.Change> changes = new ArrayList<>();

    private void changed(ProjectId about, Onlookers.Change change) {
        assertThat(about).isEqualTo(project);
        changes.add(change);
    }

    private void tell(String key) {
        clock.advance(Duration.ofSeconds(1));
        store.transactIn(project.value(), transaction -> notifications.tell(transaction, of(key)));
    }

    private NewNotification of(String key) {
        return new NewNotification(project, Severity.WARNING, "About " + key, "Look", "my-app", Optional.empty(), key);
    }

    private List<String> titles(Inbox.Shown shown) {
        return inbox.list(project, Inbox.Filter.of(shown), Optional.empty(), 100).stream()
                .map(Notification::title)
                .toList();
    }

    @Test
    void of_one_thing_there_is_one_until_somebody_has_looked_at_it() {
        tell("a");
        Instant first = clock.instant();
        tell("b");
        tell("a");
        assertThat(titles(Inbox.Shown.OPEN)).containsExactly("About a", "About b");
        Notification twice =
                inbox.list(project, Inbox.Filter.ALL, Optional.empty(), 100).get(0);
        assertThat(twice.count()).isEqualTo(2);
        assertThat(twice.createdAt()).isEqualTo(first);
        assertThat(twice.lastAt()).isEqualTo(clock.instant());
        String id = twice.id();
        Notification done = inbox.acknowledge(project, id, ada);
        assertThat(done.acknowledgedBy()).contains("ada");
        assertThat(done.acknowledgedAt()).contains(clock.instant());
        clock.advance(Duration.ofSeconds(1));
        Principal bob = new Principal(Principal.Kind.USER, ada.user(), "bob", false, ada.roles());
        assertThat(inbox.acknowledge(project, id, bob)).isEqualTo(done);
        tell("a");
        assertThat(titles(Inbox.Shown.OPEN)).containsExactly("About a", "About b");
        assertThat(titles(Inbox.Shown.ACKNOWLEDGED)).containsExactly("About a");
    }

    @Test
    void what_is_rolled_back_is_not_told() {
        assertThatThrownBy(() -> store.transactIn(project.value(), transaction -> {
                    notifications.tell(transaction, of("a"));
                    throw new IllegalStateException("the change failed");
                }))
                .hasMessage("the change failed");
        assertThat(titles(Inbox.Shown.ALL)).isEmpty();
        assertThat(changes).isEmpty();
    }

    @Test
    void who_looks_on_learns_of_what_was_told_and_of_who_looked() {
        tell("a");
        String id = inbox.list(project, Inbox.Filter.ALL, Optional.empty(), 1)
                .get(0)
                .id();
        inbox.acknowledge(project, id, ada);
        inbox.acknowledge(project, id, ada);
        assertThat(changes)
                .containsExactly(
                        new Onlookers.Change("my-app", Optional.empty(), Severity.WARNING, true),
                        new Onlookers.Change("my-app", Optional.empty(), Severity.WARNING, false));
    }

    @Test
    void the_list_is_filtered_and_what_is_open_is_counted() {
        tell("a");
        clock.advance(Duration.ofSeconds(1));
        store.transactIn(
                project.value(),
                transaction -> notifications.tell(
                        transaction,
                        new NewNotification(
                                project, Severity.CRITICAL, "About b", "", "other-app", Optional.empty(), "b")));
        assertThat(inbox.list(
                        project,
                        new Inbox.Filter(Inbox.Shown.ALL, Optional.of(Severity.CRITICAL), Optional.empty()),
                        Optional.empty(),
                        10))
                .extracting(Notification::app)
                .containsExactly("other-app");
        assertThat(inbox.list(
                        project,
                        new Inbox.Filter(Inbox.Shown.OPEN, Optional.empty(), Optional.of("my-app")),
                        Optional.empty(),
                        10))
                .extracting(Notification::title)
                .containsExactly("About a");
        assertThat(inbox.open(project)).isEqualTo(new Inbox.Open(2, 1));
        inbox.acknowledge(
                project,
                inbox.list(project, Inbox.Filter.ALL, Optional.empty(), 1)
                        .get(0)
                        .id(),
                ada);
        assertThat(inbox.open(project)).isEqualTo(new Inbox.Open(1, 0));
        assertThat(inbox.open(project("other"))).isEqualTo(new Inbox.Open(0, 0));
    }

    @Test
    void only_so_many_are_kept_and_only_so_long() {
        for (String key : List.of("a", "b", "c", "d")) {
            tell(key);
        }
        assertThat(titles(Inbox.Shown.ALL)).containsExactly("About d", "About c", "About b");
        clock.advance(limits.durationOf(Limit.NOTIFY_KEPT_SECONDS));
        tell("e");
        assertThat(titles(Inbox.Shown.ALL)).containsExactly("About e");
    }

    @Test
    void another_projects_is_not_found_and_stays_open() {
        tell("a");
        String id = inbox.list(project, Inbox.Filter.ALL, Optional.empty(), 1)
                .get(0)
                .id();
        ProjectId other = project("other");
        assertThatThrownBy(() -> inbox.acknowledge(other, id, ada)).isInstanceOf(Refusal.class);
        assertThat(inbox.list(other, Inbox.Filter.ALL, Optional.empty(), 100)).isEmpty();
        assertThat(titles(Inbox.Shown.OPEN)).hasSize(1);
    }
}
