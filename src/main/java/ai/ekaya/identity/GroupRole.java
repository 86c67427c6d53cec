package ai.ekaya.identity;

import java.util.UUID;

/** A role in a project that members of a group of the identity provider have. */
record GroupRole(UUID id, String group, Role role) {}
