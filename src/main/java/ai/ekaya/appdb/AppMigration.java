package ai.ekaya.appdb;

/**
 * One script of a package, run as the app's own role.
 *
 * @param name without the number: {@code notes} of {@code 001_notes.sql}
 */
public record AppMigration(int number, String name, String sql) {
    /** The file as the package's author knows it. */
    String file() {
        return "migrations/%03d_%s.sql".formatted(number, name);
    }
}
