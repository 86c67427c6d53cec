package ai.ekaya.host;

/** What a host function may change at most. A run that changed anything is not run a second time. */
public enum EffectKind {
    /** It asks, and leaves everything as it is. */
    NONE,
    /** Rows and tables of the app's own schema; a mark commits with them ({@link ai.ekaya.appdb.WriteMark}). */
    OWN_TABLES,
    /** What the platform keeps for the app; a line commits with it. */
    STATE,
    /** Something that shares no transaction with us: it is announced before, and in doubt until it is closed. */
    WORLD
}
