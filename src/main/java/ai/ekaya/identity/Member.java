package ai.ekaya.identity;

/** A person's role in a project. */
public record Member(UserId user, String name, Role role) {}
