package ai.ekaya.identity;

/** Where an action is done. What belongs to a project, such as an app or a run, is decided as that project. */
public sealed interface Place permits ProjectId, Place.Platform {
    /** What all projects share: users, the platform's audit, the principal's own things. */
    Place PLATFORM = Platform.ONE;

    enum Platform implements Place {
        ONE
    }
}
