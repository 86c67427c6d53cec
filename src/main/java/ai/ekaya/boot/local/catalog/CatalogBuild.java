package ai.ekaya.boot.local.catalog;

import ai.ekaya.catalog.CatalogVersion;
import ai.ekaya.catalog.FileStamp;
import ai.ekaya.catalog.PackageSignature;
import ai.ekaya.catalog.SignerKey;
import ai.ekaya.pack.AppPackage;
import ai.ekaya.pack.Manifest;
import ai.ekaya.pack.PackageReader;
import ai.ekaya.pack.PackageWriter;
import ai.ekaya.pack.ReadResult;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** From apps' folders to the files of a catalog: checked as a server would, packed so that the same folder gives the same bytes, signed. One time. */
final class CatalogBuild {
    private static final int SUMMARY_CHARS_MAX = 200;

    private final Path folder;
    private final CatalogPlan plan;
    private final CatalogTree tree;
    private final KeyFolder keys;
    private final PackageReader reader;
    private final Clock clock;
    private final SortedMap<String, FileStamp> targets = new TreeMap<>();

    CatalogBuild(Path folder, CatalogTree tree, KeyFolder keys, PackageReader reader, Clock clock) {
        this.folder = folder;
        this.plan = CatalogPlan.read(folder);
        this.tree = tree;
        this.keys = keys;
        this.reader = reader;
        this.clock = clock;
    }

    /** Writes all files but the metadata. @return the list of them */
    SortedMap<String, FileStamp> files() {
        ObjectNode before =
                (ObjectNode) CatalogTree.json(tree.target("index.json").orElse("{}".getBytes(StandardCharsets.UTF_8)));
        ObjectNode index = JsonNodeFactory.instance
                .objectNode()
                .put("format", 1)
                .put("name", plan.name())
                .put("title", plan.title());
        ObjectNode publishers = index.putObject("publishers");
        new TreeMap<>(plan.publishers()).forEach((id, publisher) -> publisher(id, publisher, publishers.putObject(id)));
        ArrayNode apps = index.putArray("apps");
        new TreeMap<>(plan.apps()).forEach((name, app) -> app(name, app, before, apps.addObject()));
        add("index.json", CatalogTree.bytes(index));
        add("revoked.json", tree.target("revoked.json").orElseGet(() -> CatalogTree.bytes(Revoking.nothing())));
        return targets;
    }

    private void add(String path, byte[] bytes) {
        FileStamp stamp = FileStamp.of(bytes);
        targets.put(path, stamp);
        tree.write(stamp.stored(path), bytes);
    }

    private void publisher(String id, CatalogPlan.Maker publisher, ObjectNode into) {
        into.put("name", publisher.name());
        publisher.url().ifPresent(url -> into.put("url", url));
        into.put("trust", publisher.trust());
        ObjectNode all = into.putObject("keys");
        for (SignerKey key : keys.publisherKeys(id)) {
            all.put(key.id(), key.publicHex());
        }
    }

    private void app(String name, CatalogPlan.App app, ObjectNode before, ObjectNode into) {
        AppPackage read = read(name);
        Manifest manifest = read.manifest();
        into.put("id", manifest.id())
                .put("name", manifest.name())
                .put("summary", app.summary().orElseGet(() -> summary(manifest)))
                .put("description", text(read, "README.md").orElse(manifest.description()))
                .put("publisher", app.publisher());
        ArrayNode categories = into.putArray("categories");
        app.categories().forEach(categories::add);
        into.put("licence", app.licence());
        Optional.ofNullable(read.files().get("icon.svg")).ifPresent(icon -> {
            String file = "images/" + manifest.id() + "-icon.svg";
            add(file, icon);
            into.put("icon", file);
        });
        ArrayNode shots = into.putArray("screenshots");
        app.screenshots()
                .ifPresent(all -> all.forEach(shot -> shots.addObject()
                        .put("file", picture(manifest, shot.file()))
                        .put("caption", shot.caption())));
        app.trialDays().ifPresent(days -> into.put("trialDays", days));
        versions(read, app, before, into.putArray("versions"));
    }

    private AppPackage read(String name) {
        return switch (reader.read(folder.resolve(name))) {
            case ReadResult.Verified verified -> verified.appPackage();
            case ReadResult.Rejected rejected ->
                throw new Wrong(rejected.findings().stream()
                        .map(finding -> name + "/" + finding.where() + ": " + finding.message())
                        .collect(Collectors.joining("\n")));
        };
    }

    private static String summary(Manifest manifest) {
        String line = manifest.description().lines().findFirst().orElse(manifest.name());
        return line.length() <= SUMMARY_CHARS_MAX ? line : line.substring(0, SUMMARY_CHARS_MAX - 1) + "…";
    }

    private static Optional<String> text(AppPackage read, String file) {
        return Optional.ofNullable(read.files().get(file)).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    private String picture(Manifest manifest, String file) {
        String name = "images/" + manifest.id() + "-"
                + String.valueOf(Path.of(file).getFileName()).replaceAll("[^A-Za-z0-9._-]", "-");
        try {
            add(name, Files.readAllBytes(folder.resolve(file)));
        } catch (IOException e) {
            throw new Wrong("There is no picture " + folder.resolve(file), e);
        }
        return name;
    }

    /** The folder's version, before those that the catalog has already. */
    private void versions(AppPackage read, CatalogPlan.App app, ObjectNode before, ArrayNode into) {
        ArrayNode known = JsonNodeFactory.instance.arrayNode();
        before.path("apps").forEach(one -> {
            if (one.path("id").asText().equals(read.manifest().id())) {
                known.addAll((ArrayNode) one.path("versions"));
            }
        });
        Optional<JsonNode> same = Optional.empty();
        for (JsonNode one : known) {
            if (one.path("version").asText().equals(read.manifest().version())) {
                same = Optional.of(one);
            } else {
                into.add(one);
                keep(one.path("file").asText());
            }
        }
        same.filter(one -> !one.path("packageHash").asText().equals(read.hash().toString()))
                .ifPresent(one -> {
                    throw new Wrong(read.manifest().id() + " " + read.manifest().version()
                            + " is in the catalog with other content: give the changed app a higher version");
                });
        into.insert(0, version(read, app, same));
    }

    private void keep(String file) {
        add(file, tree.target(file).orElseThrow(() -> new Wrong("The catalog has lost its file " + file)));
    }

    private ObjectNode version(AppPackage read, CatalogPlan.App app, Optional<JsonNode> same) {
        Manifest manifest = read.manifest();
        String file = "packages/" + manifest.id() + "-" + manifest.version() + ".ekapp";
        add(file, PackageWriter.zip(read));
        ObjectNode version = JsonNodeFactory.instance
                .objectNode()
                .put("version", manifest.version())
                .put(
                        "releasedAt",
                        same.map(one -> one.path("releasedAt").asText())
                                .orElseGet(() -> clock.instant()
                                        .truncatedTo(ChronoUnit.SECONDS)
                                        .toString()))
                .put("changelog", app.changelog().orElse(""))
                .put("file", file)
                .put("packageHash", read.hash().toString())
                .put("runtime", CatalogVersion.Runtime.of(read).text());
        version.set("capabilities", read.capabilities().toJson());
        ArrayNode exports = version.putArray("exports");
        manifest.exports().stream().map(Manifest.Export::tool).sorted().forEach(exports::add);
        if (!plan.publishers().containsKey(app.publisher())) {
            throw new Wrong("The app " + manifest.id() + " is of publisher '" + app.publisher()
                    + "', which is none of \"publishers\" in " + CatalogPlan.FILE);
        }
        Signing signing = keys.open(KeyFolder.ofPublisher(app.publisher()));
        version.putObject("signature")
                .put("keyid", signing.key().id())
                .put(
                        "sig",
                        signing.sign(PackageSignature.message(
                                app.publisher(), manifest.id(), manifest.version(), read.hash())));
        return version;
    }
}
