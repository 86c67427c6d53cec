package ai.ekaya.usage;

import ai.ekaya.identity.ProjectId;

/** Which apps and tools a project has, for whoever sets what they may use; implemented by {@code run}, which knows both. */
public interface UsageNames {
    /** By its slug; not one that was removed. */
    boolean hasApp(ProjectId project, String slug);

    /** The platform's own or one that an app offers. */
    boolean hasTool(ProjectId project, String name);
}
