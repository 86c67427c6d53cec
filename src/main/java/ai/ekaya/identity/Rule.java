package ai.ekaya.identity;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Who may call a resource method, as its one annotation says. */
public sealed interface Rule {
    /** {@link Anonymous}. */
    record Anyone() implements Rule {}

    /** {@link SignedIn}. */
    record AnySignedIn() implements Rule {}

    /** {@link InPerson}. */
    record AnyInPerson() implements Rule {}

    /** {@link ByPlatformAdmin}. */
    record PlatformAdmins() implements Rule {}

    /** {@link Needs}. */
    record Members(Role atLeast) implements Rule {}

    /** {@link NeedsInPerson}. */
    record MembersInPerson(Role atLeast) implements Rule {}

    /** Empty unless the method carries exactly one of the annotations; such a method is never called. */
    static Optional<Rule> of(Method method) {
        List<Rule> rules = new ArrayList<>();
        if (method.isAnnotationPresent(Anonymous.class)) {
            rules.add(new Anyone());
        }
        if (method.isAnnotationPresent(SignedIn.class)) {
            rules.add(new AnySignedIn());
        }
        if (method.isAnnotationPresent(InPerson.class)) {
            rules.add(new AnyInPerson());
        }
        if (method.isAnnotationPresent(ByPlatformAdmin.class)) {
            rules.add(new PlatformAdmins());
        }
        Needs needs = method.getAnnotation(Needs.class);
        if (needs != null) {
            rules.add(new Members(needs.value()));
        }
        NeedsInPerson inPerson = method.getAnnotation(NeedsInPerson.class);
        if (inPerson != null) {
            rules.add(new MembersInPerson(inPerson.value()));
        }
        return rules.size() == 1 ? Optional.of(rules.get(0)) : Optional.empty();
    }
}
