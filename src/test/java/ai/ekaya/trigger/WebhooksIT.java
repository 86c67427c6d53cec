package ai.ekaya.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.audit.Refusals;
import ai.ekaya.identity.Principal;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.identity.Role;
import ai.ekaya.identity.UserId;
import ai.ekaya.install.NewInstall;
import ai.ekaya.keys.Secret;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.pack.Packages;
import ai.ekaya.run.Platform;
import ai.ekaya.run.RunSlot;
import ai.ekaya.store.Sql;
import ai.ekaya.web.Spoken;
import jakarta.ws.rs.core.MediaType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signed deliveries, true and false ones, on a real database. */
class WebhooksIT {
    private final Platform platform = Platform.open(Limits.defaults(), Runnable::run);
    private final Server server = new Server(platform);
    private final Triggers triggers = server.triggers;
    private final HookChanges hooks = server.hooks;

    /** The room on one server. */
    private static final class Server {
        final Triggers triggers;
        final HookChanges hooks;
        final Webhooks webhooks;
        final Refusals refusals;

        Server(Platform on) {
            HookSecrets secrets = new HookSecrets(on.sealer);
            refusals = new Refusals(on.store, on.audit, on.limits, on.clock);
            triggers = new Triggers(on.store, on.limits, on.clock, on.apps, secrets, on.audit);
            hooks = new HookChanges(on.store, on.limits, on.clock, on.apps, triggers, secrets);
            webhooks = new Webhooks(
                    on.store,
                    on.limits,
                    on.clock,
                    name -> on.store.acrossProjects(transaction -> Sql.first(
                            transaction,
                            "SELECT id FROM ekaya.project WHERE name = ? OR id::text = ?",
                            row -> new ProjectId(row.getObject(1, UUID.class)),
                            name,
                            name)),
                    secrets,
                    new Deliveries(
                            on.store,
                            on.limits,
                            on.clock,
                            on.apps,
                            on.runs,
                            on.budgets,
                            new TriggerPauses(on.audit, on.clock)),
                    new RefusedDeliveries(on.store, refusals, on.limits, on.clock));
        }
    }

    private final class Sent {
        String id = "msg_1";
        long at = platform.clock.instant().getEpochSecond();
        String body = "{\"answer\": 42}";
        HookSecret secret;
        Optional<String> signature = Optional.empty();
        Optional<byte[]> other = Optional.empty();
        Webhooks.Address address = new Webhooks.Address("demo", "my-app", "sender");
        MediaType type = MediaType.APPLICATION_JSON_TYPE;

        Sent(HookSecret secret) {
            this.secret = secret;
        }

        Sent id(String given) {
            id = given;
            return this;
        }

        Deliveries.Receipt to(Server to) {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            String signed = signature.orElseGet(
                    () -> "v1," + Base64.getEncoder().encodeToString(secret.signature(id, String.valueOf(at), bytes)));
            Function<String, List<String>> headers = Map.of(
                    Delivery.ID, List.of(id),
                    Delivery.TIMESTAMP, List.of(String.valueOf(at)),
                    Delivery.SIGNATURE, List.of(signed))::get;
            return to.webhooks.receive(address, headers, type, other.orElse(bytes));
        }
    }

    @AfterEach
    void close() {
        platform.close();
    }

    private static Packages app() {
        return Platform.app("export default async ({input, trigger, host}) => "
                        + "({input, trigger, who: (await host.auth.context()).onBehalfOf})")
                .manifest("\"execution\": {\"triggers\": [\"webhook\"]}");
    }

    private HookSecret hook() {
        platform.install(app());
        return made("sender");
    }

    private HookSecret made(String name) {
        return HookSecret.of(
                hooks.make(platform.admin, platform.project, "my-app", name).secret());
    }

    private long runs() {
        return platform.count("SELECT count(*) FROM ekaya.run");
    }

    private void refuses(Sent sent, RefusalCode code, String why) {
        assertThatThrownBy(() -> sent.to(server))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(code))
                .hasMessageContaining(why);
    }

    private void isForged(Sent sent) {
        long before = runs();
        assertThatThrownBy(() -> sent.to(server))
                .isInstanceOfSatisfying(
                        Spoken.class, spoken -> assertThat(spoken.status()).isEqualTo(401))
                .hasMessage("There is no such webhook, or the signature does not fit");
        assertThat(runs()).isEqualTo(before);
    }

    @Test
    void a_signed_delivery_is_one_run_with_the_body_as_input() {
        Deliveries.Receipt receipt = new Sent(hook()).to(server);
        assertThat(receipt.isNew()).isTrue();
        assertThat(platform.output(
                        platform.history.find(platform.project, receipt.run()).orElseThrow()))
                .contains("\"input\":{\"answer\":42}")
                .contains(
                        "\"trigger\":{\"kind\":\"webhook\",\"hook\":\"sender\",\"deliveryId\":\"msg_1\",\"receivedAt\":\"2026-03-01T10:00:00Z\"}")
                .contains("\"who\":{\"kind\":\"trigger\"", "\"name\":\"admin\"");
        assertThat(platform.text("SELECT trigger_kind || ' ' || principal_kind FROM ekaya.run"))
                .isEqualTo("webhook trigger");
    }

    @Test
    void the_second_delivery_of_an_id_is_answered_with_the_first_ones_run() {
        HookSecret secret = hook();
        Deliveries.Receipt first = new Sent(secret).to(server);
        platform.clock.set(platform.clock.instant().plusSeconds(120));
        Sent again = new Sent(secret);
        again.body = "{\"other\": 1}";
        Deliveries.Receipt second = again.to(server);
        assertThat(second.isNew()).isFalse();
        assertThat(second.run()).isEqualTo(first.run());
        assertThat(runs()).isEqualTo(1);
        // Also when it would not be taken now.
        platform.changes.disable(platform.admin, platform.project, "my-app");
        assertThat(again.to(server).run()).isEqualTo(first.run());
        assertThat(new Sent(secret).id("msg_2")).satisfies(sent -> refuses(sent, RefusalCode.CONFLICT, "is disabled"));
    }

    @Test
    void two_servers_that_get_the_same_delivery_at_once_start_one_run() {
        HookSecret secret = hook();
        try (Platform other = platform.another("two", Runnable::run)) {
            Server second = new Server(other);
            for (int round = 0; round < 10; round++) {
                String id = "msg_" + round;
                var there = CompletableFuture.supplyAsync(
                        () -> new Sent(secret).id(id).to(second));
                Deliveries.Receipt here = new Sent(secret).id(id).to(server);
                assertThat(there.join().run()).isEqualTo(here.run());
                assertThat(there.join().isNew()).isNotEqualTo(here.isNew());
            }
        }
        assertThat(runs()).isEqualTo(10);
    }

    @Test
    void the_same_id_at_another_webhook_is_another_delivery() {
        HookSecret one = hook();
        HookSecret other = made("other");
        new Sent(one).to(server);
        Sent there = new Sent(other);
        there.address = new Webhooks.Address("demo", "my-app", "other");
        assertThat(there.to(server).isNew()).isTrue();
        assertThat(runs()).isEqualTo(2);
    }

    @Test
    void a_delivery_that_is_repeated_later_is_too_old_and_one_from_the_future_too_early() {
        HookSecret secret = hook();
        Sent sent = new Sent(secret);
        platform.clock.set(platform.clock.instant().plusSeconds(301));
        refuses(sent, RefusalCode.BAD_ARGUMENT, "signed 301 s ago");
        Sent early = new Sent(secret);
        early.at += 301;
        refuses(early, RefusalCode.BAD_ARGUMENT, "301 s in the future");
        assertThat(runs()).isZero();
        assertThat(triggers.list(platform.project, "my-app").get(0).refusedWhy())
                .hasValueSatisfying(why -> assertThat(why).contains("signed 301 s ago"));

        Sent just = new Sent(secret);
        just.at -= 300;
        assertThat(just.to(server).isNew()).isTrue();
        Sent ahead = new Sent(secret).id("msg_2");
        ahead.at += 300;
        assertThat(ahead.to(server).isNew()).isTrue();
        // The id is known for longer than its timestamp would be taken.
        platform.clock.set(platform.clock.instant().plusSeconds(600));
        assertThat(ahead.to(server).isNew()).isFalse();
    }

    @Test
    void what_is_not_signed_by_who_holds_the_secret_starts_nothing() {
        HookSecret secret = hook();
        HookSecret others = made("other");
        Sent body = new Sent(secret);
        body.other = Optional.of("{\"answer\": 43}".getBytes(StandardCharsets.UTF_8));
        isForged(body);
        Sent blank = new Sent(secret);
        blank.other = Optional.of("{\"answer\": 42} ".getBytes(StandardCharsets.UTF_8));
        isForged(blank);
        isForged(new Sent(others));
        isForged(new Sent(HookSecret.random()));
        Sent nothing = new Sent(secret);
        nothing.signature = Optional.of("v1,");
        isForged(nothing);
        Sent moved = new Sent(secret);
        moved.signature = Optional.of("v1,"
                + Base64.getEncoder()
                        .encodeToString(secret.signature(
                                "msg_1", String.valueOf(moved.at - 1), moved.body.getBytes(StandardCharsets.UTF_8))));
        isForged(moved);
        assertThat(new Sent(secret).to(server).isNew()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nowhere/my-app/sender",
                "demo/nobody/sender",
                "demo/my-app/nothing",
                "demo/my-app/installed",
                "//",
                "demo/my-app/SENDER",
                "%/%/%"
            })
    void an_unknown_address_looks_like_a_wrong_signature(String path) {
        HookSecret secret = hook();
        String[] parts = path.split("/", -1);
        Sent sent = new Sent(secret);
        sent.address = new Webhooks.Address(parts[0], parts[1], parts[2]);
        isForged(sent);
    }

    @Test
    void an_app_of_another_project_has_other_webhooks() {
        HookSecret secret = hook();
        ProjectId second = new ProjectId(UUID.randomUUID());
        platform.sql("INSERT INTO ekaya.project (id, name, created_at) VALUES ('" + second + "', 'second', now())");
        Principal ada = new Principal(
                Principal.Kind.USER, new UserId(UUID.randomUUID()), "ada", false, Map.of(second, Role.ADMIN));
        platform.users.put(ada.user(), ada);
        platform.installer.install(ada, second, NewInstall.of(app().zip()));
        HookSecret theirs =
                HookSecret.of(hooks.make(ada, second, "my-app", "sender").secret());
        Sent crossed = new Sent(secret);
        crossed.address = new Webhooks.Address("second", "my-app", "sender");
        isForged(crossed);
        crossed.secret = theirs;
        assertThat(crossed.to(server).project()).isEqualTo(second);
        Sent byId = new Sent(theirs).id("msg_2");
        byId.address = new Webhooks.Address(second.toString(), "my-app", "sender");
        assertThat(byId.to(server).isNew()).isTrue();
        assertThatThrownBy(() -> hooks.make(ada, platform.project, "my-app", "mine"))
                .isInstanceOf(Refusal.class);
    }

    @Test
    void a_flood_of_forged_ones_writes_a_line() {
        hook();
        for (int i = 0; i < 500; i++) {
            isForgedQuietly(new Sent(HookSecret.random()).id("m" + i));
        }
        server.refusals.flush();
        assertThat(platform.count("SELECT count(*) FROM ekaya.audit_event WHERE type = 'WEBHOOK_REFUSED'"))
                .isEqualTo(1);
        assertThat(platform.text("SELECT event FROM (SELECT e::text AS event FROM ekaya.audit_event e WHERE type ="
                        + " 'WEBHOOK_REFUSED') x"))
                .contains("500");
        assertThat(triggers.list(platform.project, "my-app").get(0).refusedWhy())
                .contains("The signature does not fit");
        assertThat(runs()).isZero();
    }

    private void isForgedQuietly(Sent sent) {
        assertThatThrownBy(() -> sent.to(server)).isInstanceOf(Spoken.class);
    }

    @Test
    void a_rotated_secret_holds_until_its_end_and_no_longer() {
        HookSecret first = hook();
        HookSecret second = HookSecret.of(
                hooks.rotate(platform.admin, platform.project, "my-app", "sender", Optional.of(Duration.ofMinutes(10)))
                        .secret());
        assertThat(new Sent(first).id("a").to(server).isNew()).isTrue();
        assertThat(new Sent(second).id("b").to(server).isNew()).isTrue();
        assertThat(triggers.list(platform.project, "my-app").get(0).secrets()).hasSize(2);
        platform.clock.set(platform.clock.instant().plusSeconds(600));
        isForged(new Sent(first).id("c"));
        assertThat(new Sent(second).id("c").to(server).isNew()).isTrue();
        assertThat(triggers.list(platform.project, "my-app").get(0).secrets()).hasSize(1);

        HookSecret third = HookSecret.of(
                hooks.rotate(platform.admin, platform.project, "my-app", "sender", Optional.of(Duration.ZERO))
                        .secret());
        isForged(new Sent(second).id("d"));
        assertThat(new Sent(third).id("d").to(server).isNew()).isTrue();
    }

    @Test
    void a_removed_webhook_is_as_none_and_its_secrets_are_gone() {
        HookSecret secret = hook();
        new Sent(secret).to(server);
        hooks.remove(platform.admin, platform.project, "my-app", "sender");
        isForged(new Sent(secret).id("msg_2"));
        assertThat(platform.count("SELECT count(*) FROM ekaya.app_trigger_secret"))
                .isZero();
        made("sender");
        isForged(new Sent(secret).id("msg_2"));
    }

    @Test
    void secrets_are_sealed_and_told_to_nobody() {
        platform.install(app());
        Secret secret =
                hooks.make(platform.admin, platform.project, "my-app", "sender").secret();
        assertThat(platform.text("SELECT string_agg(s::text, ' ') FROM ekaya.app_trigger_secret s"))
                .doesNotContain(secret.value())
                .contains("v2:");
        assertThat(platform.text("SELECT string_agg(e::text, ' ') FROM ekaya.audit_event e"))
                .contains("WEBHOOK_CHANGED")
                .doesNotContain(secret.value());
        assertThat(triggers.list(platform.project, "my-app") + "").doesNotContain(secret.value());
        platform.sql("UPDATE ekaya.app_trigger_secret SET id = gen_random_uuid()");
        assertThatThrownBy(() -> new Sent(HookSecret.of(secret)).to(server))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("belongs to something else");
        assertThat(runs()).isZero();
    }

    @Test
    void a_webhook_that_is_off_takes_nothing_and_says_so_to_who_holds_the_secret() {
        HookSecret secret = hook();
        triggers.switchTo(platform.admin, platform.project, "my-app", "sender", false);
        refuses(new Sent(secret), RefusalCode.CONFLICT, "Trigger 'sender' is switched off");
        isForged(new Sent(HookSecret.random()));
        assertThat(runs()).isZero();
        triggers.switchTo(platform.admin, platform.project, "my-app", "sender", true);
        assertThat(new Sent(secret).to(server).isNew()).isTrue();
    }

    @Test
    void it_takes_nothing_for_who_may_no_longer_run_apps() {
        platform.install(app());
        Principal olga = platform.user("olga", Role.AUTHOR);
        HookSecret secret = HookSecret.of(
                hooks.make(olga, platform.project, "my-app", "sender").secret());
        assertThat(new Sent(secret).id("a").to(server).isNew()).isTrue();
        platform.users.put(
                olga.user(),
                new Principal(
                        Principal.Kind.SCHEDULE, olga.user(), "olga", false, Map.of(platform.project, Role.VIEWER)));
        refuses(new Sent(secret).id("b"), RefusalCode.CONFLICT, "may no longer run apps");
        assertThat(triggers.list(platform.project, "my-app").get(0).state()).isEqualTo("PAUSED");
        assertThat(runs()).isEqualTo(1);
        triggers.switchTo(platform.admin, platform.project, "my-app", "sender", true);
        assertThat(new Sent(secret).id("b").to(server).isNew()).isTrue();
    }

    @Test
    void the_body_is_json_or_nothing() {
        HookSecret secret = hook();
        Sent form = new Sent(secret).id("a");
        form.type = MediaType.APPLICATION_FORM_URLENCODED_TYPE;
        assertThatThrownBy(() -> form.to(server))
                .isInstanceOfSatisfying(
                        Spoken.class, spoken -> assertThat(spoken.status()).isEqualTo(415));
        Sent broken = new Sent(secret).id("b");
        broken.body = "{\"answer\": ";
        refuses(broken, RefusalCode.BAD_ARGUMENT, "no valid JSON");
        Sent large = new Sent(secret).id("c");
        large.body = "\"" + "x".repeat(256 * 1024) + "\"";
        refuses(large, RefusalCode.LIMIT, "at most 256");
        assertThat(runs()).isZero();
        Sent nothing = new Sent(secret).id("d");
        nothing.body = "";
        assertThat(nothing.to(server).isNew()).isTrue();
        Sent most = new Sent(secret).id("e");
        most.body = "\"" + "x".repeat(256 * 1024 - 2) + "\"";
        assertThat(most.to(server).isNew()).isTrue();
    }

    @Test
    void only_so_many_a_minute() {
        HookSecret secret = hook();
        for (int i = 0; i < 60; i++) {
            new Sent(secret).id("m" + i).to(server);
        }
        assertThatThrownBy(() -> new Sent(secret).id("more").to(server))
                .isInstanceOfSatisfying(Refusal.class, refusal -> {
                    assertThat(refusal.code()).isEqualTo(RefusalCode.RATE_LIMITED);
                    assertThat(refusal.retryAfter()).contains(Duration.ofMinutes(1));
                });
        assertThat(new Sent(secret).id("m0").to(server).isNew()).isFalse();
        assertThat(runs()).isEqualTo(60);
        platform.clock.set(platform.clock.instant().plusSeconds(60));
        assertThat(new Sent(secret).id("more").to(server).isNew()).isTrue();
    }

    @Test
    void over_budget_and_full_queues_are_for_later() {
        HookSecret secret = hook();
        platform.sql("INSERT INTO ekaya.usage_budget (project_id, app, meter, per_day) VALUES ('" + platform.project
                + "', '', 'RUNS', 0)");
        assertThatThrownBy(() -> new Sent(secret).to(server)).isInstanceOfSatisfying(Refusal.class, refusal -> {
            assertThat(refusal.code()).isEqualTo(RefusalCode.RATE_LIMITED);
            assertThat(refusal.retryAfter()).contains(Duration.ofHours(14));
        });
        platform.sql("DELETE FROM ekaya.usage_budget");
        platform.clock.set(platform.clock.instant().plus(Duration.ofMinutes(1)));
        List<RunSlot> slots = platform.runs.reserve(Integer.MAX_VALUE);
        refuses(new Sent(secret), RefusalCode.RATE_LIMITED, "As many runs wait already");
        assertThat(runs()).isZero();
        slots.forEach(RunSlot::close);
        assertThat(new Sent(secret).to(server).isNew()).isTrue();
    }

    @Test
    void old_deliveries_are_forgotten_when_their_time_is_long_over() {
        HookSecret secret = hook();
        new Sent(secret).to(server);
        platform.clock.set(platform.clock.instant().plus(Duration.ofHours(25)));
        new Sent(secret).id("msg_2").to(server);
        assertThat(platform.count("SELECT count(*) FROM ekaya.app_wake")).isEqualTo(1);
    }

    @Test
    void webhooks_are_of_packages_that_ask_for_them_and_have_names() {
        platform.install(Platform.app("export default () => 1"));
        assertThatThrownBy(() -> made("sender")).hasMessageContaining("takes no webhooks");
        platform.uninstaller.purge(platform.admin, platform.project, "my-app");
        platform.install(app());
        for (String name : List.of("", "A", "installed", "schema.refreshed", "a/b", "a".repeat(64), "-a", "ä")) {
            assertThatThrownBy(() -> made(name)).as(name).hasMessageContaining("A webhook's name is");
        }
        made("sender");
        assertThatThrownBy(() -> made("sender")).hasMessageContaining("has a webhook 'sender'");
        for (int i = 1; i < 10; i++) {
            made("s" + i);
        }
        assertThatThrownBy(() -> made("one-more")).hasMessageContaining("has 10 webhooks, the most");
        Principal operator = platform.user("otto", Role.OPERATOR);
        assertThatThrownBy(() -> hooks.make(operator, platform.project, "my-app", "x"))
                .hasMessageContaining("This needs role author");
        assertThat(platform.count("SELECT count(*) FROM ekaya.app_trigger")).isEqualTo(10);
    }
}
