package ai.ekaya.install;

/** Whether an installed app may run. */
public enum AppStatus {
    ENABLED,
    DISABLED,
    /** Uninstalled with its data kept; installing the same package under the same slug finds the data again. */
    REMOVED
}
