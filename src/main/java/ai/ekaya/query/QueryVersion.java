package ai.ekaya.query;

import ai.ekaya.datasource.DatasourceId;
import java.util.Optional;

/**
 * One wording of a query.
 *
 * @param hash over the wording: what an approval is of
 * @param unread why the parser could not read it
 * @param reason of a rejection, or an approver's note
 * @param refs the tables and columns that it reads, as JSON
 * @param refsSchema the hash of the schema that they were read against
 */
record QueryVersion(
        int number,
        VersionState state,
        Wording wording,
        String dialect,
        String hash,
        Optional<String> unread,
        Query.Decision suggested,
        Optional<Query.Decision> decided,
        Optional<String> reason,
        String refs,
        String refsSchema) {

    /**
     * What is approved.
     *
     * @param rowLimit how many rows a writing query may change; 0 for one that reads
     */
    record Wording(DatasourceId datasource, String sql, QueryParameters parameters, boolean writes, int rowLimit) {}
}
