package ai.ekaya.datasource;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The statements that read a database's catalogs: files of their own, so that its administrator can read and run them. */
final class CatalogSql {
    private CatalogSql() {}

    /** @param path as {@code postgresql/tables}, below this room's resources */
    static String of(String path) {
        try (InputStream in = CatalogSql.class.getResourceAsStream(path + ".sql")) {
            if (in == null) {
                throw new IllegalStateException("No " + path + ".sql on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + path + ".sql", e);
        }
    }
}
