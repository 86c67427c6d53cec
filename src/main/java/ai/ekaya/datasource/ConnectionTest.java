package ai.ekaya.datasource;

import java.util.List;
import java.util.Optional;

/**
 * How a try to connect went well.
 *
 * @param canWrite the login could change data, so apps are refused
 * @param server product and version
 * @param tables how many tables and views the login may read, as far as the database tells
 * @param tls whether the connection is encrypted, as far as the database tells
 * @param warnings what an administrator may want to change, each a sentence
 */
public record ConnectionTest(
        boolean canWrite,
        String server,
        long millis,
        Optional<Integer> tables,
        Optional<Boolean> tls,
        List<String> warnings) {
    public ConnectionTest {
        warnings = List.copyOf(warnings);
    }
}
