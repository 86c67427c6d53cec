package ai.ekaya.notify;

import ai.ekaya.identity.ProjectId;
import java.util.List;
import java.util.UUID;

/**
 * What one run told people.
 *
 * @param app whose keys are its own
 * @param slug the app's name in its project
 */
public record AppNotices(ProjectId project, UUID app, String slug, UUID run, List<Notice> notices) {
    public AppNotices {
        notices = List.copyOf(notices);
    }
}
