package ai.ekaya.run;

/**
 * This server among those that share the database. It stays the same over restarts, so that a server finds the runs that it left
 * behind when it died.
 */
public record ServerId(String value) {}
