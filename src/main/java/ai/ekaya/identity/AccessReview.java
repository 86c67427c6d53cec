package ai.ekaya.identity;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.web.Page;
import ai.ekaya.web.PageQuery;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Who may do what in a project, and by what, as its administrators review it. Thread-safe. */
@Singleton
public final class AccessReview {
    private final Members members;
    private final Users users;
    private final GroupRoles groups;
    private final ServiceTokens tokens;
    private final Limits limits;

    @Inject
    AccessReview(Members members, Users users, GroupRoles groups, ServiceTokens tokens, Limits limits) {
        this.members = members;
        this.users = users;
        this.groups = groups;
        this.tokens = tokens;
        this.limits = limits;
    }

    /** What a group of the identity provider gives its people. */
    public record Group(String group, Role role) {}

    /** A server administrator: administers each project, whether or not a member. */
    public record Administrator(UserId user, String name) {}

    /**
     * The review.
     *
     * @param serverAdministrators those that are not disabled
     * @param members people and services; {@link Limit#IDENTITY_MEMBERS_PER_PROJECT_COUNT} bounds them
     * @param serviceTokens without their texts
     */
    public record Review(
            List<Administrator> serverAdministrators,
            List<Member> members,
            List<Group> groups,
            List<ApiToken> serviceTokens) {
        public Review {
            serverAdministrators = List.copyOf(serverAdministrators);
            members = List.copyOf(members);
            groups = List.copyOf(groups);
            serviceTokens = List.copyOf(serviceTokens);
        }
    }

    public Review of(ProjectId project) {
        List<Member> all = new ArrayList<>();
        Optional<String> after = Optional.empty();
        do {
            Page<Member> page = members.list(project, new PageQuery(after, limits.intOf(Limit.WEB_PAGE_CEILING_COUNT)));
            all.addAll(page.items());
            after = page.next();
        } while (after.isPresent());
        List<Group> given = groups.list(project).stream()
                .map(each -> new Group(each.group(), each.role()))
                .toList();
        List<Administrator> administrators = users.administrators().stream()
                .map(each -> new Administrator(each.id(), each.name()))
                .toList();
        return new Review(administrators, all, given, tokens.list(project));
    }
}
