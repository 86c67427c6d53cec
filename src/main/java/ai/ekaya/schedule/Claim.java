package ai.ekaya.schedule;

import ai.ekaya.appdb.AppId;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.identity.UserId;
import ai.ekaya.install.Schedule;
import java.time.Instant;

/**
 * An app that is due, locked by the transaction that read it.
 *
 * @param owner in whose name it runs
 * @param dueAt the first due time that has no line yet
 * @param waiting how many of its ticks wait for the run before them
 */
record Claim(AppId app, ProjectId project, UserId owner, Schedule schedule, Instant dueAt, int waiting) {}
