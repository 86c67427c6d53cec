package ai.ekaya.boot.local.catalog;

import ai.ekaya.catalog.CatalogCheck;
import ai.ekaya.catalog.FileStamp;
import ai.ekaya.catalog.RoleName;
import ai.ekaya.keys.WebhookSecret;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.pack.PackageReader;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The main behind {@code ./ekaya catalog}; needs no server. What is written is looked at as a server would before it says that it is good. */
public final class CatalogCommand {
    private static final String USAGE = """
            ./ekaya catalog keys DIR [--publisher ID]       make the keys of a catalog, or one more publisher's
            ./ekaya catalog build DIR [--keys DIR] [--out DIR]   check, pack and sign the apps of DIR/catalog.json
            ./ekaya catalog sign OUT [--keys DIR]           renew the timestamp, at least once a week
            ./ekaya catalog rotate OUT --role ROLE [--keys DIR]  new keys for root, targets, snapshot or timestamp
            ./ekaya catalog revoke OUT HASH --reason TEXT [--keys DIR]  stop a package, or all that a publisher's key signed
            ./ekaya catalog verify OUT --root FILE          look at all of it as a server would
            ./ekaya catalog bundle OUT FILE.zip             the same in one file, for servers without a network
            ./ekaya catalog serve OUT [--port N] [--account NAME]  a small marketplace for demos, on this machine alone
            docs/marketplace.md tells more. EKAYA_CATALOG_PASSPHRASE seals the keys.""";

    /** A month after the first that a zip can state; the same for all, so that the same catalog is the same zip. */
    private static final LocalDateTime ZIP_TIME = LocalDateTime.of(1980, 2, 1, 0, 0);

    private final PrintStream out;
    private final Clock clock;
    private final Optional<String> passphrase;
    private final Limits limits = Limits.defaults();
    /** Packages may need a newer server than this. */
    private final PackageReader reader = new PackageReader(limits, "9999999999.0.0");

    CatalogCommand(PrintStream out, Clock clock, Optional<String> passphrase) {
        this.out = out;
        this.clock = clock;
        this.passphrase = passphrase;
    }

    public static void main(String[] arguments) {
        Optional<String> passphrase =
                Optional.ofNullable(System.getenv(KeyFolder.PASSPHRASE)).filter(words -> !words.isEmpty());
        try {
            new CatalogCommand(System.out, Clock.systemUTC(), passphrase).run(arguments);
        } catch (Wrong | Refusal | UncheckedIOException e) {
            System.err.println("ekaya: " + e.getMessage());
            if (e instanceof Refusal refusal) {
                refusal.details()
                        .forEach(detail -> System.err.println("  " + detail.where() + ": " + detail.message()));
            }
            System.exit(1);
        }
    }

    /** @throws Wrong and {@link Refusal} with what has to be mended */
    void run(String... arguments) {
        if (arguments.length == 0) {
            throw new Wrong("expected\n" + USAGE);
        }
        List<String> rest = Arrays.asList(arguments).subList(1, arguments.length);
        switch (arguments[0]) {
            case "keys" -> makeKeys(Arguments.of(rest, 1, "keys DIR [--publisher ID]", "publisher"));
            case "build" -> build(Arguments.of(rest, 1, "build DIR [--keys DIR] [--out DIR]", "keys", "out"));
            case "sign" -> sign(Arguments.of(rest, 1, "sign OUT [--keys DIR]", "keys"));
            case "rotate" -> rotate(Arguments.of(rest, 1, "rotate OUT --role ROLE [--keys DIR]", "role", "keys"));
            case "revoke" ->
                revoke(Arguments.of(rest, 2, "revoke OUT HASH --reason TEXT [--keys DIR]", "reason", "keys"));
            case "verify" -> verify(Arguments.of(rest, 1, "verify OUT --root FILE", "root"));
            case "serve" -> serve(Arguments.of(rest, 1, "serve OUT [--port N] [--account NAME]", "port", "account"));
            case "bundle" -> bundle(Arguments.of(rest, 2, "bundle OUT FILE.zip"));
            default -> throw new Wrong("there is no '" + arguments[0] + "', expected\n" + USAGE);
        }
    }

    private void makeKeys(Arguments arguments) {
        KeyFolder keys = new KeyFolder(arguments.folder(0), passphrase);
        Optional<String> publisher = arguments.find("publisher");
        publisher.filter(id -> !id.matches("[a-z][a-z0-9]*(-[a-z0-9]+)*")).ifPresent(id -> {
            throw new Wrong("A publisher is called by lower-case letters, digits and single dashes, not '" + id + "'");
        });
        if (publisher.isEmpty() || !keys.has("root-1")) {
            Arrays.stream(RoleName.values())
                    .flatMap(role -> KeyFolder.names(role).stream())
                    .forEach(keys::make);
        }
        publisher.ifPresent(id -> keys.make(KeyFolder.ofPublisher(id)));
        out.println("Keys are in " + arguments.folder(0) + (passphrase.isPresent() ? ", sealed" : ", not sealed")
                + ". Take root-1 to root-3 to three places that are not this machine");
    }

    private KeyFolder keys(Arguments arguments, Path otherwise) {
        return new KeyFolder(arguments.path("keys", otherwise), passphrase);
    }

    private void build(Arguments arguments) {
        Path folder = arguments.folder(0);
        KeyFolder keys = keys(arguments, folder.resolve("keys"));
        CatalogTree tree = new CatalogTree(arguments.path("out", folder.resolve("out")));
        MetadataSigner signer = new MetadataSigner(tree, keys, clock);
        SortedMap<String, FileStamp> files = new CatalogBuild(folder, tree, keys, reader, clock).files();
        if (tree.isEmpty()) {
            signer.root(List.of());
        }
        signer.publish(files);
        check(tree);
        out.println("Servers need EKAYA_CATALOG_ROOT=" + tree.folder().resolve(CatalogTree.rootPath(1)));
    }

    private void sign(Arguments arguments) {
        CatalogTree tree = existing(arguments.folder(0));
        new MetadataSigner(tree, keys(arguments, tree.folder().resolveSibling("keys")), clock).timestamp();
        check(tree);
    }

    /** Until the process is ended. */
    private void serve(Arguments arguments) {
        CatalogTree tree = existing(arguments.folder(0));
        WebhookSecret key = WebhookSecret.random();
        String account = arguments.find("account").orElse("demo");
        CatalogServer server = new CatalogServer(
                tree.folder(), sold(tree), account, key, port(arguments), clock, request -> out.println(request));
        String url = "http://localhost:" + server.port() + "/";
        out.println("Serving " + tree.folder() + " at " + url + ", for a server that is started with\n"
                + "  EKAYA_CATALOG_URL=" + url + "\n  EKAYA_MARKETPLACE_URL=" + url
                + "\n  EKAYA_MARKETPLACE_ACCOUNT=" + account + "\n  EKAYA_MARKETPLACE_KEY="
                + key.text().value()
                + "\n  EKAYA_MARKETPLACE_RETURN_URL=http://localhost:9080\n  EKAYA_EGRESS_ALLOWED_PRIVATE=localhost:"
                + server.port());
    }

    private static int port(Arguments arguments) {
        String text = arguments.find("port").orElse("0");
        if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) > 65_535) {
            throw new Wrong("--port is '" + text + "', expected a number up to 65535");
        }
        return Integer.parseInt(text);
    }

    /** Days of trial of the apps that have one. */
    private static Map<String, Integer> sold(CatalogTree tree) {
        Map<String, Integer> sold = new TreeMap<>();
        tree.target("index.json")
                .ifPresent(index -> CatalogTree.json(index)
                        .path("apps")
                        .forEach(app -> Optional.ofNullable(app.get("trialDays"))
                                .ifPresent(days -> sold.put(app.path("id").asText(), days.asInt()))));
        return sold;
    }

    private static CatalogTree existing(Path folder) {
        CatalogTree tree = new CatalogTree(folder);
        if (tree.isEmpty()) {
            throw new Wrong("There is no catalog in " + folder + ", which ./ekaya catalog build makes");
        }
        return tree;
    }

    private void rotate(Arguments arguments) {
        CatalogTree tree = existing(arguments.folder(0));
        KeyFolder keys = keys(arguments, tree.folder().resolveSibling("keys"));
        String asked = arguments.require("role");
        RoleName role = Arrays.stream(RoleName.values())
                .filter(one -> one.text().equals(asked))
                .findFirst()
                .orElseThrow(() ->
                        new Wrong("There is no role '" + asked + "', expected root, targets, snapshot or timestamp"));
        List<Signing> before = keys.open(RoleName.ROOT);
        long number = tree.rootVersion();
        KeyFolder.names(role).forEach(name -> keys.replace(name, number));
        MetadataSigner signer = new MetadataSigner(tree, keys, clock);
        signer.root(before);
        signer.publish(stamps(tree.targets()));
        check(tree);
    }

    private void revoke(Arguments arguments) {
        CatalogTree tree = existing(arguments.folder(0));
        KeyFolder keys = keys(arguments, tree.folder().resolveSibling("keys"));
        ObjectNode list =
                (ObjectNode) CatalogTree.json(tree.target("revoked.json").orElseThrow());
        byte[] bytes = CatalogTree.bytes(Revoking.with(
                list,
                arguments.words().get(1),
                arguments.require("reason"),
                clock.instant().truncatedTo(ChronoUnit.SECONDS)));
        FileStamp stamp = FileStamp.of(bytes);
        tree.write(stamp.stored("revoked.json"), bytes);
        SortedMap<String, FileStamp> files = stamps(tree.targets());
        files.put("revoked.json", stamp);
        new MetadataSigner(tree, keys, clock).publish(files);
        check(tree);
    }

    private static SortedMap<String, FileStamp> stamps(ObjectNode targets) {
        SortedMap<String, FileStamp> stamps = new TreeMap<>();
        for (Map.Entry<String, JsonNode> one : targets.properties()) {
            stamps.put(
                    one.getKey(),
                    new FileStamp(
                            one.getValue().path("length").asLong(),
                            one.getValue().at("/hashes/sha256").asText()));
        }
        return stamps;
    }

    private void verify(Arguments arguments) {
        Path file = Path.of(arguments.require("root"));
        try {
            check(new CatalogTree(arguments.folder(0)), Files.readAllBytes(file));
        } catch (IOException e) {
            throw new Wrong("There is no root " + file, e);
        }
    }

    private void check(CatalogTree tree) {
        check(tree, tree.read(CatalogTree.rootPath(1)).orElseThrow());
    }

    private void check(CatalogTree tree, byte[] root) {
        CatalogCheck.Checked checked = CatalogCheck.check(tree.folder(), root, reader, limits, clock.instant());
        out.println("Good: catalog " + checked.name() + " with " + checked.apps() + " apps, " + checked.packages()
                + " packages, " + checked.pictures() + " pictures, " + checked.revoked() + " revoked; root "
                + checked.rootVersion() + "; holds until " + checked.expires());
    }

    private void bundle(Arguments arguments) {
        CatalogTree tree = existing(arguments.folder(0));
        Path file = arguments.folder(1);
        try (OutputStream to = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(to)) {
            for (String path : tree.files()) {
                ZipEntry entry = new ZipEntry(path);
                entry.setTimeLocal(ZIP_TIME);
                zip.putNextEntry(entry);
                zip.write(tree.read(path).orElseThrow());
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Could not write " + file, e);
        }
        out.println(file + "  " + tree.files().size() + " files");
    }
}
