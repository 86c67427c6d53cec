package ai.ekaya.marketplace;

import ai.ekaya.identity.ProjectId;
import java.util.List;
import java.util.Optional;

/**
 * Who sells apps. The port of this room: each method may be called again with the same, and changes nothing more then.
 *
 * <p>All throw {@link ai.ekaya.limits.Refusal} {@code UPSTREAM} or {@code UNAVAILABLE} when no usable answer came, or as {@code egress} refuses.
 */
interface Marketplace {
    /** What it has on a project. */
    List<Standing> list(ProjectId project);

    /** The project uses this version. */
    Standing installed(ProjectId project, String packageId, String version);

    /** The project does not use it any more; what was bought stays bought. */
    void uninstalled(ProjectId project, String packageId);

    /**
     * Somebody wants to go on using it.
     *
     * @param state to come back with their browser
     */
    Answer activate(ProjectId project, String packageId, String state);

    /** @param consentAt where the person's browser is to be sent first; an address of the marketplace's own */
    record Answer(Standing standing, Optional<String> consentAt) {}
}
