package ai.ekaya.tools;

import ai.ekaya.identity.ProjectId;
import java.util.List;
import java.util.Optional;

/** The tools that one project has beside the platform's: those of its apps. Declared here, implemented by {@code run}. */
public interface ProjectTools {
    /** By name. */
    List<Tool> of(ProjectId project);

    Optional<Tool> find(ProjectId project, String name);
}
