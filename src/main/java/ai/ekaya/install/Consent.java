package ai.ekaya.install;

import ai.ekaya.identity.Access;
import ai.ekaya.identity.Action;
import ai.ekaya.identity.Principal;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.pack.Capabilities;
import java.util.List;
import java.util.Optional;

/** Who may give an app its grants: an admin any; an operator those that already stand in the project for the same package. */
final class Consent {
    private Consent() {}

    /**
     * @param given what the installer grants; empty for what the package asks
     * @param standing grants of the project's other apps of the same package
     */
    static Capabilities decide(
            Principal by,
            ProjectId project,
            Capabilities asked,
            Optional<Capabilities> given,
            List<Capabilities> standing) {
        Capabilities grants = grants(asked, given);
        if (!stands(grants, standing)) {
            Access.require(by, Action.GRANT_TO_APP, project);
        }
        return grants;
    }

    /** Whether an admin has agreed to as much already. */
    static boolean stands(Capabilities grants, List<Capabilities> standing) {
        return standing.stream().anyMatch(granted -> granted.contains(grants));
    }

    /** @throws Refusal when what is given is less than what the package asks for */
    static Capabilities grants(Capabilities asked, Optional<Capabilities> given) {
        Capabilities grants = given.map(grant -> grant.withLimitsOf(asked)).orElse(asked);
        List<String> missing = grants.missing(asked);
        if (!missing.isEmpty()) {
            throw new Refusal(
                    RefusalCode.NOT_PERMITTED,
                    "The grant holds less than the package asks for in capabilities.json, it lacks "
                            + String.join("; ", missing) + "; grant that, or install a package that asks for less");
        }
        return grants;
    }

    /** Grants of the project's apps of this package. */
    static List<Capabilities> standing(List<InstalledApp> apps, String packageId) {
        return apps.stream()
                .filter(app -> !app.state().isGone() && app.packageId().equals(packageId))
                .map(InstalledApp::grants)
                .toList();
    }
}
