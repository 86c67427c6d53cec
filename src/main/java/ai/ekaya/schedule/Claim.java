package ai.ekaya.schedule;

import ai.ekaya.appdb.AppId;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.identity.UserId;
import java.time.Instant;

/**
 * An app that is due, locked by the transaction that read it.
 *
 * @param owner in whose name it runs
 */
record Claim(AppId app, ProjectId project, UserId owner, String cron, Instant dueAt) {}
