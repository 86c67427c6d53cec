package ai.ekaya.catalog;

import ai.ekaya.limits.Limits;
import ai.ekaya.pack.AppPackage;
import ai.ekaya.pack.PackageReader;
import ai.ekaya.pack.PackageWriter;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.Random;

/** What it takes to be sure of a package out of a catalog, without the way there. {@code ./ekaya bench catalog [MB] [rounds]}. */
final class CatalogBench {
    private static final Instant NOW = Instant.parse("2027-03-01T12:00:00Z");

    private final Limits limits = Limits.defaults();
    private final int rounds;

    private CatalogBench(int rounds) {
        this.rounds = rounds;
    }

    public static void main(String[] arguments) {
        int megabytes = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10;
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 40;
        new CatalogBench(rounds).run(megabytes);
    }

    private void run(int megabytes) {
        // Of random bytes base64 packs to what it was made of.
        byte[] random = new byte[megabytes * 1_000_000];
        new Random(7).nextBytes(random);
        AppPackage app = MadeApps.app("large", "1.0.0", Base64.getEncoder().encodeToString(random));
        byte[] zip = PackageWriter.zip(app);
        CatalogMaker maker = new CatalogMaker();
        MadeApps made = new MadeApps(maker).with(app);
        for (int more = 0; more < 200; more++) {
            made.with(MadeApps.app("app" + more, "1.0.0", "words " + more));
        }
        made.publish(2);
        CatalogFiles files = (path, bytesMax) -> Optional.ofNullable(maker.files.get(path));
        TrustedMetadata begin = TrustedMetadata.begin(maker.root());
        MetadataUpdate update = new MetadataUpdate(limits);
        TrustedMetadata trusted = update.run(begin, files, NOW).trusted();
        GoodMetadata good = GoodMetadata.of(trusted, limits).orElseThrow();
        SignedContents contents = SignedContents.read(good, files, limits);
        CatalogApp listed = contents.index().find("large").orElseThrow();
        CatalogVersion version = listed.versions().get(0);
        PackageIntake intake = new PackageIntake(new PackageReader(limits, "1.0.0"));
        FileStamp stamp = contents.stamp(version.file());

        System.out.printf("A package of %,d bytes, a catalog of 201 apps, %d rounds%n%n", zip.length, rounds);
        System.out.printf("| step | p50 ms | p95 ms |%n|---|---:|---:|%n");
        row("metadata from the first root: four files, signatures, hashes", () -> update.run(begin, files, NOW));
        row("index and revocations read", () -> SignedContents.read(good, files, limits));
        row("the file's length and SHA-256", () -> stamp.require("large", zip));
        row(
                "the publisher's signature",
                () -> PackageIntake.requireSigned(
                        listed, version, version.signature().orElseThrow()));
        row("signature, BLAKE3 of all files, check, as told", () -> intake.open(listed, version, zip));
        row("all of it for a package", () -> {
            stamp.require("large", zip);
            intake.open(listed, version, zip);
        });
    }

    private void row(String what, Runnable step) {
        for (int round = 0; round < rounds; round++) {
            step.run();
        }
        double[] millis = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            long start = System.nanoTime();
            step.run();
            millis[round] = (System.nanoTime() - start) / 1e6;
        }
        Arrays.sort(millis);
        System.out.printf("| %s | %.2f | %.2f |%n", what, millis[rounds / 2], millis[rounds * 95 / 100]);
    }
}
