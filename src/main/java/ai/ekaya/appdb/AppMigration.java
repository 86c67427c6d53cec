package ai.ekaya.appdb;

import java.util.regex.Pattern;

/**
 * One script of a package, run as the app's own role.
 *
 * @param name without the number: {@code notes} of {@code 001_notes.sql}
 */
public record AppMigration(int number, String name, String sql) {
    private static final Pattern COMPATIBLE = Pattern.compile("--\\s*rollback:\\s*compatible\\s*");

    /** The file as the package's author knows it. */
    public String file() {
        return "migrations/%03d_%s.sql".formatted(number, name);
    }

    /**
     * Whether its author says that the version before works on the schema after it, so that a rollback need not give the data of
     * before back: one of the comment lines that the script begins with is {@code -- rollback: compatible}.
     */
    public boolean compatible() {
        return sql.lines()
                .map(String::strip)
                .takeWhile(line -> line.isEmpty() || line.startsWith("--"))
                .anyMatch(line -> COMPATIBLE.matcher(line).matches());
    }
}
