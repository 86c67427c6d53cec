package ai.ekaya.identity;

/** What a member may do in a project; each includes those before it. */
public enum Role {
    VIEWER,
    OPERATOR,
    AUTHOR,
    ADMIN;

    public boolean includes(Role other) {
        return compareTo(other) >= 0;
    }
}
