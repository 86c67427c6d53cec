package ai.ekaya.store;

/**
 * This server among those that share the database. It stays the same over restarts, so that a server finds what it left behind
 * when it died.
 */
public record ServerId(String value) {}
