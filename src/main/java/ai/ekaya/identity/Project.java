package ai.ekaya.identity;

import java.time.Instant;

/**
 * A tenant: what one team's datasources, apps and runs belong to.
 *
 * @param weight how many of its runs begin for one of a project of weight 1, where both wait; 1 to 100
 */
public record Project(ProjectId id, String name, Instant createdAt, int weight) {}
