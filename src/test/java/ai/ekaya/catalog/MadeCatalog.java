package ai.ekaya.catalog;

import ai.ekaya.audit.AuditLog;
import ai.ekaya.egress.Egress;
import ai.ekaya.limits.Limits;
import ai.ekaya.pack.AppPackage;
import ai.ekaya.pack.PackageReader;
import ai.ekaya.store.Signals;
import ai.ekaya.store.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A signed catalog of one app in a real folder, for tests of other rooms; servers know it as {@code folder}. */
public final class MadeCatalog {
    public static final String NAME = "folder";

    private final CatalogMaker maker = new CatalogMaker();
    private final MadeApps made = new MadeApps(maker);
    private final List<SignedSources> servers = new ArrayList<>();
    private final Path folder;
    private boolean any;
    private long published = 1;

    public MadeCatalog() {
        try {
            folder = Files.createTempDirectory(Path.of("target"), "catalog");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One version more, which all servers see. */
    public MadeCatalog with(AppPackage version) {
        if (any) {
            made.andVersion(version);
        } else {
            made.with(version);
        }
        any = true;
        return publish();
    }

    public MadeCatalog revoke(AppPackage version) {
        made.revokePackage(version);
        return publish();
    }

    /** Its packages cannot be had for as long as this runs. */
    public void whileAway(Runnable work) {
        Path packages = folder.resolve("targets/packages");
        Path away = folder.resolve("away");
        try {
            Files.move(packages, away);
            work.run();
            Files.move(away, packages);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private MadeCatalog publish() {
        made.publish(++published);
        maker.files.forEach((path, bytes) -> {
            try {
                Files.createDirectories(folder.resolve(path).getParent());
                Files.write(folder.resolve(path), bytes);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        servers.forEach(SignedSources::refresh);
        return this;
    }

    /** As a server has it that looks at this folder. */
    public Catalogs at(Store store, AuditLog audit, Egress egress, Signals signals, Limits limits, Clock clock) {
        SignedSources signed = new SignedSources(
                new CatalogSettings(
                        Optional.of(maker.root()), Optional.of(folder), Optional.empty(), TrustLevel.VERIFIED),
                store,
                new SourceRows(store, audit),
                new FileCache(store, limits, clock),
                egress,
                signals,
                audit,
                limits,
                clock);
        signed.load();
        signed.refresh();
        servers.add(signed);
        PackageReader reader = new PackageReader(limits, "1.0.0");
        return new Catalogs(new BundledSource(reader), signed, new ReviewedPackages(store, clock, audit), reader);
    }
}
