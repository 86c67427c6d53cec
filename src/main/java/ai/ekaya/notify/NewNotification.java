package ai.ekaya.notify;

import ai.ekaya.identity.ProjectId;
import java.util.Optional;
import java.util.UUID;

/**
 * Something that people of a project are to look at.
 *
 * @param app the app's slug
 * @param run the run that it came of, if there is one
 * @param dedupeKey while one with this key is open it is told of again, and there is no other
 */
public record NewNotification(
        ProjectId project,
        Severity severity,
        String title,
        String body,
        String app,
        Optional<UUID> run,
        String dedupeKey) {}
