package ai.ekaya.run;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ekaya.install.InstalledApp;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the audit tells of runs. */
class RunAuditIT {
    private Platform platform = Platform.open();

    @AfterEach
    void close() {
        platform.close();
    }

    private long events(String condition) {
        return platform.count("SELECT count(*) FROM ekaya.audit_event WHERE " + condition);
    }

    @Test
    void each_run_leaves_one_event_with_its_beginning_and_its_end() {
        InstalledApp app = platform.install(Platform.app("export default () => 1"));
        Run run = platform.run(app, "{}");
        assertThat(events("type LIKE 'RUN_%'")).isEqualTo(1);
        assertThat(events("type = 'RUN_ENDED' AND outcome = 'DONE' AND severity = 'INFO' AND subject = 'run:" + run.id()
                        + "' AND via_app = '" + run.appSlug() + "' AND via_run = '" + run.id()
                        + "' AND actor_name = 'admin' AND details ->> 'trigger' = 'manual' AND details ->> 'outcome' = 'SUCCEEDED'"
                        + " AND details ->> 'packageHash' = '" + run.packageHash()
                        + "' AND details ->> 'startedAt' IS NOT NULL"))
                .isEqualTo(1);
    }

    @Test
    void a_run_that_fails_says_how() {
        InstalledApp app = platform.install(Platform.app("export default () => { throw new Error('no'); }"));
        platform.run(app, "{}");
        assertThat(events("type = 'RUN_ENDED' AND outcome = 'FAILED' AND severity = 'NOTICE'"
                        + " AND details ->> 'outcome' = 'FAILED'"))
                .isEqualTo(1);
    }

    @Test
    void twenty_thousand_denied_calls_are_one_event_with_their_count() {
        InstalledApp app = platform.install(Platform.app("""
                export default async ({host}) => {
                  for (let i = 0; i < 20000; i++) {
                    try { await host.datasource.list(); } catch (e) { if (e.code !== 'NOT_PERMITTED') throw e; }
                  }
                  return (await host.state.get('still allowed')).version;
                }
                """));
        Run run = platform.run(app, "{}");
        assertThat(run.outcome().map(Outcome::name)).contains(Outcome.Name.SUCCEEDED);
        assertThat(events("outcome = 'REFUSED'")).isEqualTo(1);
        assertThat(events("type = 'HOST_CALL_REFUSED' AND severity = 'WARNING' AND count = 20000 AND subject = 'app:"
                        + app.id() + "' AND via_run = '" + run.id()
                        + "' AND details ->> 'function' = 'list_datasources'"
                        + " AND details ->> 'code' = 'NOT_PERMITTED' AND last_at >= at"))
                .isEqualTo(1);
    }

    @Test
    void a_statement_that_the_guard_refuses_is_blocked_and_an_allowed_one_is_not() {
        InstalledApp app = platform.install(Platform.app("""
                export default async ({host}) => {
                  await host.db.query('SELECT count(*) FROM notes');
                  for (const sql of ['SET ROLE postgres', 'SELECT pg_sleep(10)', 'SELECT 1; SELECT 2']) {
                    try { await host.db.query(sql); } catch (e) { /* as it should be */ }
                  }
                }
                """).with("schema.sql", "CREATE TABLE notes (body text)"));
        platform.run(app, "{}");
        assertThat(events("type = 'QUERY_BLOCKED' AND count = 3 AND details ->> 'function' = 'db_query'"))
                .isEqualTo(1);
        assertThat(events("outcome = 'REFUSED'")).isEqualTo(1);
    }

    @Test
    void a_mistyped_statement_is_no_attack_and_leaves_no_event() {
        InstalledApp app = platform.install(Platform.app("""
                export default async ({host}) => {
                  const wrong = ['SELCT 1', 'SELECT count(* FROM notes', 'SELECT * FROM note', 'SELECT boddy FROM notes',
                    'SELECT nofunction(1)', 'SELECT 1 / 0', '', "SELECT 'unended", 'CREAT TABLE x (a int)'];
                  let refused = 0;
                  for (const sql of wrong) {
                    try { await host.db.query(sql); } catch (e) { if (e.code === 'BAD_ARGUMENT') refused++; }
                  }
                  if (refused !== wrong.length) throw new Error('only ' + refused);
                }
                """).with("schema.sql", "CREATE TABLE notes (body text)"));
        Run run = platform.run(app, "{}");
        assertThat(run.outcome().map(Outcome::name)).contains(Outcome.Name.SUCCEEDED);
        assertThat(events("outcome = 'REFUSED'")).isZero();
    }

    @Test
    void a_run_whose_server_died_leaves_its_event_too() {
        Deque<Runnable> never = new ArrayDeque<>();
        platform.close();
        platform = Platform.open(Limits.defaults().with(Limit.RUN_ATTEMPTS_COUNT, 1), never::add);
        InstalledApp app = platform.install(Platform.app("export default () => 1"));
        platform.runs.submit(platform.asked(app, "{}"));
        try (Platform restarted = platform.another("one")) {
            restarted.runs.recover();
        }
        assertThat(events("type = 'RUN_ENDED' AND outcome = 'FAILED' AND details ->> 'outcome' = 'LOST'"))
                .isEqualTo(1);
    }

    @Test
    void a_change_of_schedule_and_grants_shows_what_was_before() {
        InstalledApp app = platform.install(Platform.app("export default () => 1"));
        var patch = com.fasterxml.jackson.databind.node.JsonNodeFactory.instance.objectNode();
        patch.put("schedule", "*/5 * * * *");
        platform.changes.patch(platform.admin, platform.project, app.slug(), patch);
        patch.put("schedule", "0 * * * *");
        platform.changes.patch(platform.admin, platform.project, app.slug(), patch);
        assertThat(events("type = 'SCHEDULE_CHANGED' AND changes @> "
                        + "'{\"schedule\": {\"before\": \"*/5 * * * *\", \"after\": \"0 * * * *\"}}'"))
                .isEqualTo(1);
    }
}
