package ai.ekaya.identity;

/**
 * A person who may sign in.
 *
 * @param sso whether the identity provider knows the person
 */
public record User(UserId id, String name, boolean platformAdmin, boolean disabled, boolean sso) {
    static User of(UserRow row) {
        return new User(row.userId(), row.name, row.platformAdmin, row.disabled, row.subject != null);
    }
}
