package ai.ekaya.schedule;

import ai.ekaya.appdb.AppId;
import ai.ekaya.identity.ProjectId;
import java.time.Instant;

/** An app that is due, locked by the transaction that read it. */
record Claim(AppId app, ProjectId project, String cron, Instant dueAt) {}
