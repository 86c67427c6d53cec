package ai.ekaya.identity;

import java.lang.reflect.Method;
import java.util.Optional;

/**
 * Everything that can be asked of the product, and what it takes: the whole policy. {@link Access#decide} holds a principal against
 * it, for a route, a host function and a tool alike.
 */
public enum Action {
    SIGN_IN(Level.ANYONE),
    /** To a webhook: who it is, is told by the signature. */
    DELIVER(Level.ANYONE),

    SEE_OWN_RIGHTS(Level.SIGNED_IN),
    SEE_AUDIT_KEY(Level.SIGNED_IN),
    /** The projects that the principal is a member of. */
    LIST_PROJECTS(Level.SIGNED_IN),
    /** Which apps can be had. */
    SEE_CATALOG(Level.SIGNED_IN),
    CHANGE_OWN_PASSWORD(Level.IN_PERSON),
    END_OWN_SESSION(Level.IN_PERSON),
    MANAGE_OWN_TOKENS(Level.IN_PERSON),

    MAKE_PROJECT(Level.PLATFORM_ADMIN),
    /** How often it has its turn in the queue: what one gets is taken from the others. */
    WEIGH_PROJECT(Level.PLATFORM_ADMIN),
    MANAGE_USERS(Level.PLATFORM_ADMIN),
    SEE_PLATFORM_AUDIT(Level.PLATFORM_ADMIN),
    /** Which there are and what is sealed with them, not the keys. */
    SEE_MASTER_KEY(Level.PLATFORM_ADMIN),
    ROTATE_MASTER_KEY(Level.PLATFORM_ADMIN),
    /** Look at catalogs now, upload one, change what trust levels may. */
    MANAGE_CATALOG(Level.PLATFORM_ADMIN),
    /** See what projects submitted, sign for it, publish and reject it. */
    REVIEW_PACKAGE(Level.PLATFORM_ADMIN),

    /** Its apps, runs, outputs, schedules, datasources and queries, but no password. */
    SEE_PROJECT(Role.VIEWER),
    /** Start and cancel. */
    RUN_APP(Role.OPERATOR),
    /** Say that one has looked at a notification. */
    ACKNOWLEDGE(Role.OPERATOR),
    /** A run once more, without the world. */
    REPLAY_RUN(Role.OPERATOR),
    /** What a run was started with, and its app's settings then: who starts runs writes both, and may put secrets into them. */
    READ_RUN_INPUT(Role.OPERATOR),
    /** What an app was answered in a run: rows of the datasources, which authors' drafts may read as well. */
    READ_ANSWER(Role.AUTHOR),
    /** Install and update with grants that stand already. */
    INSTALL_APP(Role.OPERATOR),
    /** Settings, schedule, on and off. */
    CHANGE_APP(Role.OPERATOR),
    /** What an app may do, and on which datasources. */
    GRANT_TO_APP(Role.ADMIN),
    REMOVE_APP(Role.ADMIN),
    /** Make, rotate and remove; a webhook runs one app in its maker's name. */
    MANAGE_WEBHOOKS(Role.AUTHOR),
    WRITE_DRAFT(Role.AUTHOR),
    /** In the project's own catalog, take it back, and hand it to reviewers. */
    PUBLISH_PACKAGE(Role.AUTHOR),

    READ_SCHEMA_ANEW(Role.OPERATOR),
    MANAGE_DATASOURCE(Role.ADMIN),
    CLASSIFY_COLUMN(Role.ADMIN),
    SUGGEST_QUERY(Role.AUTHOR),
    /** Approve, reject, disable, and change or remove what was approved. */
    APPROVE_QUERY(Role.ADMIN),
    RUN_QUERY(Role.OPERATOR),
    /** By a statement of one's own that only reads, as authors' drafts do. */
    READ_DATASOURCE(Role.AUTHOR),

    /** Which there are, never a value: authors write drafts, which name them. */
    SEE_SECRETS(Role.AUTHOR),
    /** What apps said to language models, which may hold rows. */
    READ_CONVERSATION(Role.ADMIN),
    /** Where people are told: the addresses, and what is signed with. */
    MANAGE_CHANNELS(Role.ADMIN),
    /** Which language model apps ask, and by which secrets: it reads all their prompts. */
    MANAGE_MODEL(Role.ADMIN),
    /** By a token as well: a pipeline rotates them. */
    WRITE_SECRET(Role.ADMIN),

    /** How much apps may use in a day. */
    MANAGE_BUDGETS(Role.ADMIN),
    CHANGE_PROJECT(Role.ADMIN),
    REMOVE_PROJECT(Role.ADMIN, true),
    SEE_PROJECT_AUDIT(Role.ADMIN),
    SEE_MEMBERS(Role.ADMIN),
    /** To members, groups and service tokens. It would outlive a token that somebody found and its owner revoked. */
    GIVE_RIGHT(Role.ADMIN, true),
    TAKE_RIGHT(Role.ADMIN);

    /** Whom an action is for. */
    public enum Level {
        ANYONE,
        SIGNED_IN,
        /** In a session: a token is not enough. */
        IN_PERSON,
        /** In a session as well. */
        PLATFORM_ADMIN,
        MEMBER
    }

    private final Level level;
    private final Role atLeast;
    private final boolean inPerson;

    Action(Level level) {
        this(level, Role.VIEWER, level == Level.IN_PERSON || level == Level.PLATFORM_ADMIN);
    }

    Action(Role atLeast) {
        this(Level.MEMBER, atLeast, false);
    }

    Action(Role atLeast, boolean inPerson) {
        this(Level.MEMBER, atLeast, inPerson);
    }

    Action(Level level, Role atLeast, boolean inPerson) {
        this.level = level;
        this.atLeast = atLeast;
        this.inPerson = inPerson;
    }

    public Level level() {
        return level;
    }

    /** Whether it is done in a project, by members; else it concerns the platform or the principal itself. */
    public boolean inProject() {
        return level == Level.MEMBER;
    }

    /** The least role that a member needs. */
    public Role atLeast() {
        return atLeast;
    }

    public boolean inPerson() {
        return inPerson;
    }

    /** What is left to a person whose password the server made. */
    boolean withGeneratedPassword() {
        return switch (this) {
            case SIGN_IN, DELIVER, SEE_OWN_RIGHTS, CHANGE_OWN_PASSWORD, END_OWN_SESSION -> true;
            default -> false;
        };
    }

    /** Empty for a resource method that does not say it; such a method is never called. */
    public static Optional<Action> of(Method method) {
        return Optional.ofNullable(method.getAnnotation(May.class)).map(May::value);
    }
}
