package ai.ekaya.install;

import ai.ekaya.appdb.AppDatabases;
import ai.ekaya.appdb.AppId;
import ai.ekaya.appdb.AppMigration;
import ai.ekaya.catalog.Ceilings;
import ai.ekaya.catalog.Revoked;
import ai.ekaya.catalog.TrustLevel;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Quantity;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.pack.AppPackage;
import ai.ekaya.pack.EffectiveLimits;
import ai.ekaya.pack.PackageHash;
import ai.ekaya.pack.ReadResult;
import ai.ekaya.sandbox.Guest;
import ai.ekaya.sandbox.GuestCode;
import ai.ekaya.sandbox.Sandbox;
import ai.ekaya.store.Transaction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What is done with a package before anything runs of it: whether it is one, whether its code can run, its tables. */
public final class PackageSteps {
    private PackageSteps() {}

    /** @throws Refusal {@code BAD_ARGUMENT} with what is wrong and where */
    public static AppPackage verified(ReadResult result) {
        return switch (result) {
            case ReadResult.Verified(AppPackage read) -> read;
            case ReadResult.Rejected(List<ReadResult.Finding> findings) ->
                throw new Refusal(
                        RefusalCode.BAD_ARGUMENT,
                        "The package is refused: " + Settings.sentence(findings),
                        Settings.details(findings));
        };
    }

    /**
     * Whether the package's code can run at all, with the memory that the package asks for.
     *
     * @return the code, ready to run
     * @throws Refusal naming what in the code is not accepted and where
     */
    public static Guest check(AppPackage read, Sandbox sandbox, Limits limits) {
        Guest guest = sandbox.prepare(code(read));
        long bytes = guest.memoryBytesAtStart();
        long bytesMax = EffectiveLimits.of(read.capabilities(), limits).memoryBytes();
        if (bytes > bytesMax) {
            throw new Refusal(
                    RefusalCode.LIMIT,
                    "app.wasm starts with " + Quantity.ofBytes(bytes) + " of memory and tables, the package has "
                            + Quantity.ofBytes(bytesMax)
                            + "; ask for more as limits.memory in capabilities.json, at most "
                            + Quantity.ofBytes(limits.of(Limit.SANDBOX_MEMORY_CEILING_BYTES))
                            + ", or compile the app with less");
        }
        return guest;
    }

    /** @throws Refusal {@code NOT_PERMITTED} when a catalog has revoked it */
    static void requireNotRevoked(Transaction transaction, AppPackage read) {
        Revoked.of(transaction, read.hash()).ifPresent(revocation -> {
            throw new Refusal(RefusalCode.NOT_PERMITTED, "The package was revoked: " + revocation.reason());
        });
    }

    /** @throws Refusal {@code NOT_PERMITTED} when it asks for more than packages of its trust level may on this server */
    static void requireWithinCeiling(Transaction transaction, AppPackage read, TrustLevel trust) {
        List<String> above = Ceilings.of(transaction, trust).exceeds(read);
        if (!above.isEmpty()) {
            throw new Refusal(
                    RefusalCode.NOT_PERMITTED,
                    String.join("; ", above) + "; a platform admin may raise that by PUT /api/v1/catalog/trust/"
                            + trust.text());
        }
    }

    /** What the sandbox prepares of a package. */
    public static GuestCode code(AppPackage read) {
        return switch (read.code()) {
            case AppPackage.Code.JavaScript(SortedMap<String, String> files) -> new GuestCode.JavaScript(files);
            case AppPackage.Code.WebAssembly(byte[] module) -> new GuestCode.WebAssembly(module);
        };
    }

    /** Makes or updates what of a database the package uses; a package without tables needs none. */
    public static void makeDatabase(AppDatabases databases, ProjectId project, AppId app, AppPackage read) {
        if (hasTables(read)) {
            databases.create(project.value(), app, migrations(read));
        }
    }

    /** @throws Refusal naming the statement that no app may run; nothing is run */
    public static void checkMigration(AppDatabases databases, AppPackage.Migration migration) {
        databases.require(List.of(new AppMigration(migration.number(), migration.name(), migration.sql())));
    }

    static boolean hasTables(AppPackage read) {
        return !read.migrations().isEmpty()
                || read.capabilities().hostFunctions().contains("db_query");
    }

    /** What a package's tables are like: two packages with the same migrations have the same. */
    static String tablesLabel(AppPackage read) {
        Map<String, byte[]> scripts = new TreeMap<>();
        migrations(read)
                .forEach(migration -> scripts.put(
                        String.valueOf(migration.number()), migration.sql().getBytes(StandardCharsets.UTF_8)));
        return PackageHash.of(scripts).toString();
    }

    /** What the app's database runs of a package. */
    static List<AppMigration> migrations(AppPackage read) {
        return read.migrations().stream()
                .map(migration -> new AppMigration(migration.number(), migration.name(), migration.sql()))
                .toList();
    }
}
