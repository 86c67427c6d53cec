package ai.ekaya.classification;

import java.time.Instant;
import java.util.UUID;

/**
 * What a person decided of a column.
 *
 * @param type of the column, when it was decided
 */
public record Decision(UUID by, String byName, Instant at, String note, String type) {}
