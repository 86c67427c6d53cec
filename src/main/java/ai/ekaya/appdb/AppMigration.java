package ai.ekaya.appdb;

/** One script of a package, run as the app's own role. */
public record AppMigration(int number, String name, String sql) {}
