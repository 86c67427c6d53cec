package ai.ekaya.catalog;

import ai.ekaya.audit.AuditLog;
import ai.ekaya.egress.Egress;
import ai.ekaya.limits.Limits;
import ai.ekaya.pack.PackageReader;
import ai.ekaya.store.Signals;
import ai.ekaya.store.Store;
import java.time.Clock;
import java.util.Optional;

/** The catalogs of a server whose operator has none. */
public record TestCatalogs(
        ProjectCatalogs ofProjects, PrivateCatalogs own, ReviewedPackages reviewed, Ceilings ceilings) {
    public static TestCatalogs on(Store store, Egress egress, Signals signals, Limits limits, Clock clock) {
        AuditLog audit = new AuditLog(clock);
        SignedSources none = new SignedSources(
                new CatalogSettings(Optional.empty(), Optional.empty(), Optional.empty(), TrustLevel.VERIFIED),
                store,
                new SourceRows(store, audit),
                new FileCache(store, limits, clock),
                egress,
                signals,
                audit,
                limits,
                clock);
        PackageReader reader = new PackageReader(limits, "1.0.0");
        ReviewedPackages reviewed = new ReviewedPackages(store, clock, audit);
        PrivateCatalogs own = new PrivateCatalogs(store, limits, clock, audit);
        return new TestCatalogs(
                new ProjectCatalogs(new Catalogs(new BundledSource(reader), none, reviewed, reader), own),
                own,
                reviewed,
                new Ceilings(store, audit, clock));
    }
}
