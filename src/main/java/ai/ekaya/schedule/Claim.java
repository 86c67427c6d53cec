package ai.ekaya.schedule;

import ai.ekaya.appdb.AppId;
import java.time.Instant;

/** An app that is due, locked by the transaction that read it. */
record Claim(AppId app, String cron, Instant dueAt) {}
