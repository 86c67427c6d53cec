package ai.ekaya.install;

/** What is going on with an app. */
public enum AppStatus {
    /** Its code is prepared and its tables are made. */
    INSTALLING,
    ENABLED,
    DISABLED,
    /** Another package is being put in; it goes on as the version before until it is the next. */
    UPDATING,
    /** It cannot run until somebody sees to it; the app says why. */
    FAILED,
    /** Its data is being purged. */
    UNINSTALLING,
    /** Uninstalled with its data kept; installing the same package under the same slug finds the data again. */
    REMOVED;

    /** Whether it is no app of the project any more. */
    public boolean isGone() {
        return this == UNINSTALLING || this == REMOVED;
    }
}
