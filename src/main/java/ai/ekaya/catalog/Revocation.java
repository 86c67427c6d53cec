package ai.ekaya.catalog;

import java.time.Instant;

/**
 * That something must not be used any more.
 *
 * @param reason in the words of the catalog's maker, one line
 */
public record Revocation(String reason, Instant since) {}
