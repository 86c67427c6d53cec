package ai.ekaya.schedule;

/** Why a due time has no run of its own. */
enum Cause {
    /** The run before it was still going on. */
    OVERLAP,
    /** More due times waited already than may. */
    QUEUE_FULL,
    /** No server looked at the time. */
    SERVER_DOWN,
    /** All places of the servers were taken. */
    SERVER_BUSY,
    PAUSED,
    APP_DISABLED,
    /** The schedule was changed or taken away before it could start. */
    CHANGED
}
