package ai.ekaya.host;

import java.time.Instant;

/**
 * Calls of one function that a run was refused for one reason.
 *
 * @param function {@code unknown} for all that there is not: a guest can make up any number of names
 * @param code a {@link ai.ekaya.limits.RefusalCode}
 * @param statement whether it is a statement that was refused, and not the call
 */
public record CallRefusal(String function, String code, boolean statement, long count, Instant first, Instant last) {}
