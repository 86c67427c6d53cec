package ai.ekaya.classification;

import ai.ekaya.classification.ScanTable.Found;
import ai.ekaya.classification.ScanTable.Known;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a scan changes, beside what earlier ones found: a column whose values were once seen keeps what they told, until they are seen
 * again or its type is another.
 *
 * @param found to be saved
 * @param touched whose values were tried to be read, in vain
 * @param present all columns that there are
 * @param unsampled of how many no values were ever seen
 */
record ScanResult(List<Found> found, List<ColumnKey> touched, Set<ColumnKey> present, int unsampled) {

    static ScanResult of(
            List<SchemaColumns.Table> tables, Map<ColumnKey, Known> known, Sampling sampling, Instant start) {
        List<Found> found = new ArrayList<>(sampling.found());
        Set<ColumnKey> read = new HashSet<>();
        found.forEach(each -> read.add(each.facts().key()));
        List<ColumnKey> touched = new ArrayList<>();
        Set<ColumnKey> present = new HashSet<>();
        int unsampled = 0;
        for (SchemaColumns.Table table : tables) {
            boolean tried = sampling.unread().contains(table);
            for (ColumnFacts column : table.columns()) {
                present.add(column.key());
                Optional<Known> before = before(column, known);
                if (read.contains(column.key())) {
                    continue;
                }
                if (before.filter(Known::sampled).isPresent()) {
                    if (tried) {
                        touched.add(column.key());
                    }
                } else {
                    unsampled++;
                    Optional<Instant> triedAt = tried ? Optional.of(start) : before.flatMap(Known::triedAt);
                    found.add(new Found(column, Classifier.classify(column, List.of()), Optional.empty(), triedAt));
                }
            }
        }
        return new ScanResult(found, touched, present, unsampled);
    }

    /** As an earlier scan left it, if it is still of that type. */
    static Optional<Known> before(ColumnFacts column, Map<ColumnKey, Known> known) {
        return Optional.ofNullable(known.get(column.key()))
                .filter(before -> before.type().equals(column.type()));
    }
}
