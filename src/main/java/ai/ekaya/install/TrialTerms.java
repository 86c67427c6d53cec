package ai.ekaya.install;

import ai.ekaya.pack.PackageHash;
import java.util.OptionalInt;

/** How long packages may be used before they are bought. */
@FunctionalInterface
public interface TrialTerms {
    /** In days; empty for a package that is no trial. */
    OptionalInt days(String packageId, PackageHash hash);
}
