package ai.ekaya.studio;

import ai.ekaya.catalog.PrivateCatalogs;
import ai.ekaya.identity.Principal;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.install.PackageSteps;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.pack.AppPackage;
import ai.ekaya.pack.PackageWriter;
import ai.ekaya.pack.ReadResult;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * From what an author wrote, here or on a desk, to a version in the project's own catalog. The package is written by the server from
 * its files alone, so the same files are the same bytes, whoever packed them. Thread-safe.
 */
@Singleton
public final class Publishing {
    private final DraftCheck check;
    private final PrivateCatalogs catalogs;

    @Inject
    Publishing(DraftCheck check, PrivateCatalogs catalogs) {
        this.check = check;
        this.catalogs = catalogs;
    }

    /** @throws Refusal {@code BAD_ARGUMENT} with all that the check finds; {@code CONFLICT} when the version is not newer */
    PrivateCatalogs.Published publish(Principal by, ProjectId project, ReadResult result, String changelog) {
        AppPackage read = PackageSteps.verified(result);
        List<ReadResult.Finding> findings = check.findings(result);
        if (!findings.isEmpty()) {
            throw new Refusal(
                    RefusalCode.BAD_ARGUMENT,
                    "The package is not published: the check has " + findings.size() + " findings, the first in "
                            + findings.get(0).where() + ": " + findings.get(0).message(),
                    findings.stream()
                            .map(finding -> new Refusal.Detail(finding.where(), finding.message()))
                            .toList());
        }
        return catalogs.publish(by, project, read, PackageWriter.zip(read), changelog);
    }
}
