package ai.ekaya.notify;

import ai.ekaya.identity.ProjectId;
import java.util.Optional;
import java.util.UUID;

/** Who has a project's page open just now; told once it is committed, and never waited for. */
public interface Onlookers {
    Onlookers NOBODY = (project, change) -> {};

    /**
     * What changed in an inbox.
     *
     * @param app its slug
     * @param severity the highest, where several were told together
     */
    record Change(String app, Optional<UUID> run, Severity severity, boolean open) {}

    void changed(ProjectId project, Change change);
}
