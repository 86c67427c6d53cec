package ai.ekaya.identity;

import java.time.Instant;

/** A tenant: what one team's datasources, apps and runs belong to. */
public record Project(ProjectId id, String name, Instant createdAt) {}
