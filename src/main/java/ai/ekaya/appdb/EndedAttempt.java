package ai.ekaya.appdb;

import java.util.List;
import java.util.Optional;

/**
 * What an attempt changed in its app's tables, for good.
 *
 * @param marks of what was committed; empty while it is not known, as a change of it is still open
 */
public record EndedAttempt(WriteMark.Attempt attempt, Optional<List<WriteMark>> marks) {}
