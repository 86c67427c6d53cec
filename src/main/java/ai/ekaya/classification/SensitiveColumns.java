package ai.ekaya.classification;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What other rooms must know of a datasource: the columns that count as sensitive.
 *
 * @param scannedAt when the last scan ended; when there was none, nothing is known and every column may be sensitive. So may one that
 *     was made since
 */
public record SensitiveColumns(Optional<Instant> scannedAt, List<Column> columns) {
    public SensitiveColumns {
        columns = List.copyOf(columns);
    }

    /** @param state {@link State#PENDING} or {@link State#SENSITIVE} */
    public record Column(ColumnKey key, Category category, State state) {}
}
