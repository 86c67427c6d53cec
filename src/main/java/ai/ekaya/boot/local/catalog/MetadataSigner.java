package ai.ekaya.boot.local.catalog;

import ai.ekaya.catalog.CanonicalJson;
import ai.ekaya.catalog.FileStamp;
import ai.ekaya.catalog.RoleName;
import ai.ekaya.catalog.SignerKey;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes signed metadata into a catalog. Who fetches at any moment sees the state before or the one after: the timestamp is written last. */
final class MetadataSigner {
    /** How long each holds. A server that is fed old files notices when the timestamp ends. */
    private static final Map<RoleName, Duration> HOLDS = Map.of(
            RoleName.ROOT, Duration.ofDays(365),
            RoleName.TARGETS, Duration.ofDays(180),
            RoleName.SNAPSHOT, Duration.ofDays(180),
            RoleName.TIMESTAMP, Duration.ofDays(7));

    private final CatalogTree tree;
    private final KeyFolder keys;
    private final Clock clock;

    MetadataSigner(CatalogTree tree, KeyFolder keys, Clock clock) {
        this.tree = tree;
        this.keys = keys;
        this.clock = clock;
    }

    /**
     * The next root, with the keys that the folder of keys has now.
     *
     * @param before the root keys of the root before, which sign it as well
     */
    void root(List<Signing> before) {
        ObjectNode root = head(RoleName.ROOT, tree.rootVersion() + 1).put("consistent_snapshot", true);
        ObjectNode all = root.putObject("keys");
        ObjectNode roles = root.putObject("roles");
        for (RoleName role : RoleName.values()) {
            List<SignerKey> signers = keys.open(role).stream().map(Signing::key).toList();
            ObjectNode one = roles.putObject(role.text());
            ArrayNode ids = one.putArray("keyids");
            signers.forEach(key -> {
                all.set(key.id(), key.json());
                ids.add(key.id());
            });
            one.put("threshold", signers.size() / 2 + 1);
        }
        List<Signing> by = new ArrayList<>(keys.open(RoleName.ROOT));
        before.stream()
                .filter(old -> by.stream().noneMatch(signing -> signing.key().equals(old.key())))
                .forEach(by::add);
        tree.write(CatalogTree.rootPath(root.path("version").asLong()), signed(root, by));
    }

    /** @param files the whole list, by path */
    void publish(Map<String, FileStamp> files) {
        ObjectNode targets = head(RoleName.TARGETS, tree.version(RoleName.TARGETS) + 1);
        ObjectNode list = targets.putObject("targets");
        files.forEach((path, stamp) -> stamp(list.putObject(path), stamp));
        byte[] bytes = signed(targets, keys.open(RoleName.TARGETS));
        ObjectNode snapshot = head(RoleName.SNAPSHOT, tree.version(RoleName.SNAPSHOT) + 1);
        names(snapshot, RoleName.TARGETS, targets, bytes);
        byte[] snapshotBytes = signed(snapshot, keys.open(RoleName.SNAPSHOT));
        tree.write("metadata/" + targets.path("version").asLong() + ".targets.json", bytes);
        tree.write("metadata/" + snapshot.path("version").asLong() + ".snapshot.json", snapshotBytes);
        timestamp(snapshot, snapshotBytes);
    }

    /** The same files, signed anew. */
    void timestamp() {
        long version = tree.version(RoleName.SNAPSHOT);
        timestamp(
                tree.snapshot(),
                tree.read("metadata/" + version + ".snapshot.json").orElseThrow());
    }

    private void timestamp(ObjectNode snapshot, byte[] snapshotBytes) {
        ObjectNode timestamp = head(RoleName.TIMESTAMP, tree.version(RoleName.TIMESTAMP) + 1);
        names(timestamp, RoleName.SNAPSHOT, snapshot, snapshotBytes);
        tree.write("metadata/timestamp.json", signed(timestamp, keys.open(RoleName.TIMESTAMP)));
    }

    private static void names(ObjectNode by, RoleName role, ObjectNode named, byte[] bytes) {
        ObjectNode meta = by.putObject("meta").putObject(role.text() + ".json");
        stamp(meta.put("version", named.path("version").asLong()), FileStamp.of(bytes));
    }

    private static void stamp(ObjectNode into, FileStamp stamp) {
        into.put("length", stamp.length());
        into.putObject("hashes").put("sha256", stamp.sha256());
    }

    private ObjectNode head(RoleName role, long version) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("_type", role.text())
                .put("spec_version", "1.0.31")
                .put("version", version)
                .put(
                        "expires",
                        clock.instant()
                                .truncatedTo(ChronoUnit.SECONDS)
                                .plus(HOLDS.getOrDefault(role, Duration.ZERO))
                                .toString());
    }

    private static byte[] signed(ObjectNode signed, List<Signing> by) {
        byte[] message = CanonicalJson.of(signed);
        ObjectNode file = JsonNodeFactory.instance.objectNode();
        ArrayNode signatures = file.putArray("signatures");
        by.forEach(signing ->
                signatures.addObject().put("keyid", signing.key().id()).put("sig", signing.sign(message)));
        file.set("signed", signed);
        return CatalogTree.bytes(file);
    }
}
