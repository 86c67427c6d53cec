package ai.ekaya.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.egress.ScriptedHooks.Hook;
import ai.ekaya.egress.ScriptedHooks.Received;
import ai.ekaya.keys.Secret;
import ai.ekaya.keys.WebhookSecret;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is told goes to the channels that its rules lead to, over real sockets and a real database. */
class DispatchIT {
    private static final String HOST = "hooks.example.com";

    private final Limits limits =
            Limits.defaults().with(Limit.NOTIFY_ATTEMPTS_COUNT, 3).with(Limit.NOTIFY_SEND_MILLIS, 2_000);
    private final Channeled room = new Channeled(limits, Optional.empty());
    private final Hook hook = room.world.hook(HOST);

    @AfterEach
    void close() {
        room.close();
    }

    private DeliveryView only(String channel) {
        List<DeliveryView> all = room.deliveries(channel);
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    @Test
    void what_is_told_arrives_signed_as_standard_webhooks_have_it() {
        ChannelView made = room.webhook("ops", HOST);
        room.tell(Severity.CRITICAL, "watch", "orders");
        room.send();
        assertThat(hook.received()).hasSize(1);
        Received got = hook.received().get(0);
        assertThat(got.line()).isEqualTo("POST /in/secret-path?k=v HTTP/1.1");
        assertThat(got.header("content-type")).isEqualTo("application/json");
        DeliveryView sent = only("ops");
        assertThat(sent.state()).isEqualTo(DeliveryView.State.SENT);
        assertThat(sent.status()).contains(200);
        assertThat(got.header("webhook-id")).isEqualTo(sent.id());
        byte[] expected = WebhookSecret.of(new Secret(made.secret().orElseThrow()))
                .signature(
                        sent.id(), got.header("webhook-timestamp"), got.body().getBytes(StandardCharsets.UTF_8));
        assertThat(got.header("webhook-signature"))
                .isEqualTo("v1," + Base64.getEncoder().encodeToString(expected));
        assertThat(got.header("webhook-timestamp"))
                .isEqualTo(Long.toString(room.clock.instant().getEpochSecond()));
        assertThat(got.body())
                .contains(
                        "\"type\":\"notification\"",
                        "\"severity\":\"CRITICAL\"",
                        "\"title\":\"About orders\"",
                        "\"app\":\"watch\"",
                        "\"url\":\"https://apps.example.com/p/" + room.project + "/notifications\"");
    }

    @Test
    void rules_choose_by_app_and_severity() {
        room.webhook("all", HOST, Channeled.rule(null, "INFO"));
        room.webhook("bad", HOST, Channeled.rule(null, "CRITICAL"));
        room.webhook("shop", HOST, Channeled.rule("shop", "WARNING"), Channeled.rule("other", "INFO"));
        room.tell(Severity.INFO, "shop", "a");
        room.tell(Severity.WARNING, "shop", "b");
        room.tell(Severity.CRITICAL, "watch", "c");
        room.tell(Severity.INFO, "other", "d");
        assertThat(room.deliveries("all")).hasSize(4);
        assertThat(room.deliveries("bad")).hasSize(1);
        assertThat(room.deliveries("shop")).hasSize(2);
    }

    @Test
    void what_is_rolled_back_is_not_sent() {
        room.webhook("ops", HOST);
        assertThatThrownBy(() -> room.store.transactIn(room.project.value(), transaction -> {
                    room.notifications.tell(transaction, room.notice(Severity.CRITICAL, "watch", "a"));
                    throw new IllegalStateException("the change failed");
                }))
                .hasMessage("the change failed");
        room.send();
        assertThat(hook.received()).isEmpty();
        assertThat(room.deliveries("ops")).isEmpty();
    }

    @Test
    void a_receiver_that_is_down_is_asked_again_with_the_same_id() {
        hook.answers(500, 200);
        room.webhook("ops", HOST);
        room.tell(Severity.WARNING, "watch", "a");
        room.tell(Severity.WARNING, "watch", "b");
        List<Instant> later = new ArrayList<>();
        assertThat(room.dispatch.turn(later::add)).isTrue();
        assertThat(hook.received()).hasSize(1);
        DeliveryView failed = room.deliveries("ops").stream()
                .filter(one -> one.attempts() == 1)
                .findFirst()
                .orElseThrow();
        assertThat(failed.note()).contains("The receiver answered 500, expected 200 to 299");
        assertThat(failed.nextAt()).contains(later.get(0));
        assertThat(room.dispatch.turn(later::add)).isFalse();
        room.clock.advance(Duration.ofSeconds(13));
        room.send();
        assertThat(hook.received()).hasSize(3);
        assertThat(hook.received().stream().map(one -> one.header("webhook-id")).toList())
                .startsWith(failed.id())
                .endsWith(hook.received().get(2).header("webhook-id"));
        assertThat(new HashSet<>(hook.received().stream()
                        .map(one -> one.header("webhook-id"))
                        .toList()))
                .hasSize(2);
        assertThat(room.deliveries("ops")).allMatch(one -> one.state() == DeliveryView.State.SENT);
    }

    @Test
    void a_receiver_that_stays_down_is_given_up_with_one_event() {
        hook.answers(503);
        room.webhook("ops", HOST);
        room.tell(Severity.WARNING, "watch", "a");
        for (int i = 0; i < 6; i++) {
            room.send();
            room.clock.advance(Duration.ofMinutes(10));
        }
        assertThat(hook.received()).hasSize(3);
        DeliveryView given = only("ops");
        assertThat(given.state()).isEqualTo(DeliveryView.State.FAILED);
        assertThat(given.attempts()).isEqualTo(3);
        assertThat(given.nextAt()).isEmpty();
        assertThat(room.text("SELECT count(*) FROM ekaya.audit_event WHERE type = 'NOTICE_GIVEN_UP'"))
                .isEqualTo("1");
        assertThat(given.toString()).doesNotContain("peer's words", "secret-path");
    }

    @Test
    void a_receiver_that_asks_to_wait_is_waited_for() {
        hook.answersHead("HTTP/1.1 429 Slow\r\nRetry-After: 120");
        room.webhook("ops", HOST);
        room.tell(Severity.WARNING, "watch", "a");
        room.send();
        assertThat(only("ops").nextAt())
                .hasValueSatisfying(next -> assertThat(next)
                        .isBetween(
                                room.clock.instant().plusSeconds(120),
                                room.clock.instant().plusSeconds(121)));
    }

    @Test
    void what_is_told_while_a_receiver_is_waited_for_waits_as_well() {
        hook.answersHead("HTTP/1.1 429 Slow\r\nRetry-After: 120");
        room.webhook("ops", HOST);
        room.tell(Severity.WARNING, "watch", "a");
        room.send();
        room.tell(Severity.WARNING, "watch", "b");
        room.send();
        assertThat(hook.received()).hasSize(1);
        assertThat(room.deliveries("ops"))
                .allSatisfy(one -> assertThat(one.nextAt())
                        .hasValueSatisfying(next -> assertThat(next)
                                .isAfterOrEqualTo(room.clock.instant().plusSeconds(120))));
        // Where nothing is waited for, it is sent at once.
        room.webhook("other", "other.example.com");
        Hook other = room.world.hook("other.example.com");
        room.tell(Severity.WARNING, "watch", "c");
        room.send();
        assertThat(other.received()).hasSize(1);
    }

    @Test
    void a_receiver_that_takes_it_may_say_what_it_likes() {
        hook.answersHead("HTTP/1.1 200 OK\r\nContent-Encoding: br");
        room.webhook("ops", HOST);
        room.tell(Severity.WARNING, "watch", "a");
        room.send();
        assertThat(only("ops").state()).isEqualTo(DeliveryView.State.SENT);
        assertThat(hook.received()).hasSize(1);
    }

    @Test
    void a_project_holds_half_of_the_senders_at_most() {
        for (String name : List.of("one", "two", "three")) {
            room.webhook(name, HOST);
        }
        room.tell(Severity.WARNING, "watch", "a");
        Outbox.Turn first = room.outbox.claim().orElseThrow();
        assertThat(room.outbox.claim()).isPresent();
        assertThat(room.outbox.claim()).isEmpty();
        room.outbox.release(first);
        assertThat(room.outbox.claim()).isPresent();
    }

    @Test
    void a_receiver_that_is_gone_is_told_nothing_more_until_it_takes_a_test() {
        hook.answers(410, 200);
        room.webhook("ops", HOST);
        room.tell(Severity.WARNING, "watch", "a");
        room.tell(Severity.WARNING, "watch", "b");
        room.send();
        assertThat(hook.received()).hasSize(1);
        assertThat(room.deliveries("ops")).allMatch(one -> one.state() == DeliveryView.State.FAILED);
        assertThat(room.channels.get(room.project, "ops").stopped())
                .contains("The receiver answered 410, that it is gone for good");
        room.tell(Severity.WARNING, "watch", "c");
        room.send();
        assertThat(hook.received()).hasSize(1);
        assertThat(room.channels.test(room.project, "ops").state()).isEqualTo(DeliveryView.State.SENT);
        assertThat(room.channels.get(room.project, "ops").stopped()).isEmpty();
        room.tell(Severity.WARNING, "watch", "d");
        room.send();
        assertThat(hook.received()).hasSize(3);
    }

    @Test
    void a_receiver_that_says_nothing_holds_nobody_else_up() {
        Object end = new Object();
        hook.isSilent(end);
        Hook other = room.world.hook("other.example.com");
        room.webhook("slow", HOST);
        room.webhook("quick", "other.example.com");
        room.tell(Severity.WARNING, "watch", "a");
        room.send();
        synchronized (end) {
            end.notifyAll();
        }
        assertThat(other.received()).hasSize(1);
        DeliveryView slow = only("slow");
        assertThat(slow.state()).isEqualTo(DeliveryView.State.WAITING);
        assertThat(slow.status()).isEmpty();
        assertThat(slow.note()).isPresent();
    }

    @Test
    void redirects_are_not_followed_and_private_places_not_reached() {
        hook.answersHead("HTTP/1.1 302 Elsewhere\r\nLocation: https://10.0.0.7/in");
        room.webhook("ops", HOST);
        room.world.name("any.example.org", "10.0.0.7");
        room.webhook("inside", "any.example.org");
        room.world.name("meta.example.org", "169.254.169.254");
        room.webhook("metadata", "meta.example.org");
        room.tell(Severity.WARNING, "watch", "a");
        room.send();
        assertThat(only("ops").note()).contains("The receiver answered 302; redirects are not followed");
        assertThat(only("inside").note())
                .hasValueSatisfying(note -> assertThat(note).contains("not public"));
        assertThat(only("metadata").note())
                .hasValueSatisfying(note -> assertThat(note).contains("not public"));
        assertThat(room.world.connected()).hasSize(1).noneMatch(to -> to.startsWith("10.") || to.startsWith("169."));
    }

    @Test
    void the_same_thing_again_is_sent_once_until_it_is_more_urgent() {
        room.webhook("ops", HOST);
        room.webhook("night", HOST, Channeled.rule(null, "CRITICAL"));
        room.tell(Severity.WARNING, "watch", "a");
        room.tell(Severity.WARNING, "watch", "a");
        room.send();
        room.tell(Severity.WARNING, "watch", "a");
        room.send();
        assertThat(hook.received()).hasSize(1);
        room.tell(Severity.CRITICAL, "watch", "a");
        room.send();
        assertThat(room.deliveries("ops")).hasSize(1);
        assertThat(only("night").state()).isEqualTo(DeliveryView.State.SENT);
        assertThat(hook.received()).hasSize(2);
        assertThat(hook.received().get(1).body()).contains("\"count\":4");
    }

    @Test
    void two_servers_send_each_letter_once() {
        room.webhook("one", HOST);
        room.webhook("two", HOST);
        for (int i = 0; i < 30; i++) {
            room.tell(Severity.WARNING, "watch", "k" + i);
        }
        List<CompletableFuture<Void>> servers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Dispatch server = room.anotherServer();
            servers.add(CompletableFuture.runAsync(() -> {
                while (server.turn(later -> {})) {
                    // Until nothing is left.
                }
            }));
        }
        servers.forEach(CompletableFuture::join);
        room.send();
        List<String> ids =
                hook.received().stream().map(one -> one.header("webhook-id")).toList();
        assertThat(ids).hasSize(60).doesNotHaveDuplicates();
        assertThat(room.deliveries("one")).hasSize(30).allMatch(one -> one.state() == DeliveryView.State.SENT);
    }

    @Test
    void what_a_dead_server_took_another_sends_with_the_same_id_once_its_lease_is_over() {
        room.webhook("ops", HOST);
        room.tell(Severity.WARNING, "watch", "a");
        Outbox dead = room.anotherOutbox();
        Outbox.Turn turn = dead.claim().orElseThrow();
        Outbox.Task task = dead.take(turn).orElseThrow();
        room.send();
        assertThat(hook.received()).isEmpty();
        room.clock.advance(room.limits.durationOf(Limit.NOTIFY_LEASE_SECONDS).plusSeconds(1));
        room.send();
        assertThat(hook.received()).hasSize(1);
        assertThat(hook.received().get(0).header("webhook-id"))
                .isEqualTo(task.letter().delivery().toString());
        DeliveryView sent = only("ops");
        assertThat(sent.attempts()).isEqualTo(2);
        // It was only paused, and goes on: nothing of it counts any more.
        assertThat(dead.done(turn, task, new Sent.Failed(Optional.of(500), "late", Optional.empty())))
                .isEmpty();
        assertThat(dead.take(turn)).isEmpty();
        assertThat(only("ops")).isEqualTo(sent);
    }

    @Test
    void a_letter_that_servers_end_over_is_given_up() {
        room.webhook("ops", HOST);
        room.tell(Severity.WARNING, "watch", "a");
        for (int i = 0; i < 3; i++) {
            Outbox dying = room.anotherOutbox();
            assertThat(dying.take(dying.claim().orElseThrow())).isPresent();
            room.clock.advance(
                    room.limits.durationOf(Limit.NOTIFY_LEASE_SECONDS).plusSeconds(1));
        }
        room.send();
        assertThat(hook.received()).isEmpty();
        assertThat(only("ops").state()).isEqualTo(DeliveryView.State.FAILED);
    }

    @Test
    void what_waited_a_day_is_not_sent() {
        room.webhook("ops", HOST);
        room.tell(Severity.WARNING, "watch", "a");
        room.clock.advance(room.limits.durationOf(Limit.NOTIFY_WAIT_SECONDS).plusSeconds(1));
        room.tell(Severity.WARNING, "watch", "b");
        room.send();
        assertThat(hook.received()).hasSize(1);
        assertThat(hook.received().get(0).body()).contains("About b");
    }

    @Test
    void of_a_channel_that_is_removed_nothing_is_sent() {
        room.webhook("ops", HOST);
        room.tell(Severity.WARNING, "watch", "a");
        room.channels.remove(room.ada, room.project, "ops");
        room.send();
        assertThat(hook.received()).isEmpty();
    }
}
