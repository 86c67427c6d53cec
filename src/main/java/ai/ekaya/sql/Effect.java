package ai.ekaya.sql;

/** What a statement does to the database that it runs on. */
public enum Effect {
    READS,
    WRITES
}
