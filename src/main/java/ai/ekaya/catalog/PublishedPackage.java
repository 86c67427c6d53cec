package ai.ekaya.catalog;

import ai.ekaya.pack.Capabilities;
import ai.ekaya.pack.PackageHash;
import ai.ekaya.web.Json;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A version that was published on this server, without its bytes, with what a catalog says of the app by it.
 *
 * @param category empty for none
 * @param size of its bytes
 * @param withdrawn when and why it can be had no more
 */
record PublishedPackage(
        String id,
        String name,
        String summary,
        String description,
        String category,
        String licence,
        Publisher publisher,
        long size,
        CatalogVersion version,
        Optional<Revocation> withdrawn) {

    /** What the tables of published packages have in common, but for the bytes. */
    static final String COLUMNS =
            "package_id, version, package_hash, name, summary, description, category, runtime, capabilities,"
                    + " exports, changelog, length(bytes) AS size, published_at, withdrawn_at, withdrawn_why";

    static PublishedPackage read(ResultSet row, Publisher publisher, String licence) throws SQLException {
        String id = row.getString("package_id");
        String number = row.getString("version");
        CatalogVersion version = new CatalogVersion(
                number,
                Optional.of(row.getTimestamp("published_at").toInstant()),
                row.getString("changelog"),
                IndexReader.file(id, number),
                new PackageHash(row.getString("package_hash")),
                CatalogVersion.Runtime.find(row.getString("runtime")).orElseThrow(),
                Capabilities.fromJson(object(row.getString("capabilities"))),
                row.getString("exports").lines().collect(Collectors.toSet()),
                Optional.empty());
        return new PublishedPackage(
                id,
                row.getString("name"),
                row.getString("summary"),
                row.getString("description"),
                row.getString("category"),
                licence,
                publisher,
                row.getLong("size"),
                version,
                withdrawn(row));
    }

    private static Optional<Revocation> withdrawn(ResultSet row) throws SQLException {
        String why = row.getString("withdrawn_why");
        return why == null
                ? Optional.empty()
                : Optional.of(
                        new Revocation(why, row.getTimestamp("withdrawn_at").toInstant()));
    }

    private static ObjectNode object(String json) {
        try {
            return (ObjectNode) Json.mapper().readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The capabilities of a published package are no JSON", e);
        }
    }
}
