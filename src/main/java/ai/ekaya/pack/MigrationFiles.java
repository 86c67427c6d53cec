package ai.ekaya.pack;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;

/** The scripts of {@code migrations/}, numbered 001, 002, … without gap, or the one {@code schema.sql}. What they say is checked by {@code appdb}. */
final class MigrationFiles {
    private MigrationFiles() {}

    static List<AppPackage.Migration> read(Map<String, byte[]> files, Findings findings) {
        List<AppPackage.Migration> migrations = new ArrayList<>();
        // The map's order of paths is the order of the three digits.
        files.forEach((path, bytes) -> {
            Matcher matcher = PackagePath.MIGRATION.matcher(path);
            if (matcher.matches()) {
                add(migrations, path, Integer.parseInt(matcher.group(1)), matcher.group(2), bytes, findings);
            }
        });
        byte[] schema = files.get(PackagePath.SCHEMA);
        if (schema != null && migrations.isEmpty()) {
            add(migrations, PackagePath.SCHEMA, 1, "schema", schema, findings);
        } else if (schema != null) {
            findings.add(
                    PackagePath.SCHEMA,
                    "The package has both schema.sql and migrations/, expected one: rename it to migrations/001_schema.sql");
        }
        return migrations;
    }

    private static void add(
            List<AppPackage.Migration> migrations,
            String path,
            int number,
            String name,
            byte[] bytes,
            Findings findings) {
        int expected = migrations.size() + 1;
        if (number != expected) {
            findings.add(
                    path,
                    "The migration's number is " + number + ", expected " + expected
                            + ": numbers start at 001 and have no gap");
        }
        String sql = Utf8.decode(bytes).orElse("\0");
        if (sql.indexOf('\0') >= 0) {
            findings.add(path, "The file is not UTF-8 text");
        }
        migrations.add(new AppPackage.Migration(number, name, sql));
    }
}
