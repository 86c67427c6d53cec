package ai.ekaya.usage;

import ai.ekaya.identity.ProjectId;
import java.util.UUID;

/** Tokens that are held for one call of a model until it is settled. */
public record Reserved(UUID id, ProjectId project, long tokens) {}
