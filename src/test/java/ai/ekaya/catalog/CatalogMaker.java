package ai.ekaya.catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Makes a catalog's files as its maker would, or as somebody who wishes it ill and has some of the keys. */
final class CatalogMaker {
    static final Instant EXPIRES = Instant.parse("2030-01-01T00:00:00Z");
    static final ObjectMapper JSON = new ObjectMapper();

    final Map<String, byte[]> files = new ConcurrentHashMap<>();
    final Map<String, byte[]> targets = new LinkedHashMap<>();
    /** As the newest root names them. */
    final Map<RoleName, List<KeyPair>> keys = new EnumMap<>(RoleName.class);

    final Map<RoleName, Integer> thresholds = new EnumMap<>(RoleName.class);

    private final Map<RoleName, Consumer<ObjectNode>> edits = new EnumMap<>(RoleName.class);
    private final Map<RoleName, List<KeyPair>> signers = new EnumMap<>(RoleName.class);
    private final Map<RoleName, UnaryOperator<byte[]>> raws = new EnumMap<>(RoleName.class);
    private final byte[] firstRoot;
    private List<KeyPair> rootSignersBefore = List.of();

    CatalogMaker() {
        this(3);
    }

    /** @param rootKeys of which most have to sign */
    CatalogMaker(int rootKeys) {
        keys.put(
                RoleName.ROOT,
                Stream.generate(CatalogMaker::pair).limit(rootKeys).toList());
        thresholds.put(RoleName.ROOT, rootKeys / 2 + 1);
        for (RoleName role : List.of(RoleName.TIMESTAMP, RoleName.SNAPSHOT, RoleName.TARGETS)) {
            keys.put(role, List.of(pair()));
            thresholds.put(role, 1);
        }
        targets.put("index.json", "{}".getBytes(StandardCharsets.UTF_8));
        root(1);
        firstRoot = files.get("metadata/1.root.json");
        publish(1);
    }

    static KeyPair pair() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static SignerKey key(KeyPair pair) {
        return SignerKey.of(pair.getPublic());
    }

    /** What becomes of a role's metadata before they are signed, from now on. */
    CatalogMaker edit(RoleName role, Consumer<ObjectNode> edit) {
        edits.put(role, edit);
        return this;
    }

    /** What becomes of a role's file after it was signed; who names it names what comes out. */
    CatalogMaker raw(RoleName role, UnaryOperator<byte[]> raw) {
        raws.put(role, raw);
        return this;
    }

    CatalogMaker rawText(RoleName role, UnaryOperator<String> raw) {
        return raw(
                role,
                bytes -> raw.apply(new String(bytes, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8));
    }

    CatalogMaker signedBy(RoleName role, KeyPair... by) {
        signers.put(role, List.of(by));
        return this;
    }

    /** What an operator is given. */
    byte[] root() {
        return firstRoot;
    }

    /** A root by the keys as they are now; signed by them and by those of the root before. */
    CatalogMaker root(long version) {
        ObjectNode root = head(RoleName.ROOT, version);
        root.put("consistent_snapshot", true);
        ObjectNode all = root.putObject("keys");
        ObjectNode roles = root.putObject("roles");
        keys.forEach((role, pairs) -> {
            ObjectNode one = roles.putObject(role.text()).put("threshold", thresholds.get(role));
            ArrayNode ids = one.putArray("keyids");
            pairs.forEach(pair -> {
                all.set(key(pair).id(), key(pair).json());
                ids.add(key(pair).id());
            });
        });
        List<KeyPair> by = new ArrayList<>(keys.get(RoleName.ROOT));
        rootSignersBefore.stream().filter(pair -> !by.contains(pair)).forEach(by::add);
        files.put("metadata/" + version + ".root.json", finished(RoleName.ROOT, root, by));
        rootSignersBefore = keys.get(RoleName.ROOT);
        return this;
    }

    /** Targets, snapshot and timestamp of one number. */
    CatalogMaker publish(long version) {
        ObjectNode list = head(RoleName.TARGETS, version);
        ObjectNode all = list.putObject("targets");
        targets.forEach((path, bytes) -> {
            FileStamp stamp = FileStamp.of(bytes);
            stamp(all.putObject(path), stamp);
            files.put(stamp.stored(path), bytes);
        });
        byte[] made = finished(RoleName.TARGETS, list);
        files.put("metadata/" + version + ".targets.json", made);
        snapshot(version, version, made);
        return this;
    }

    void snapshot(long version, long targetsVersion, byte[] named) {
        ObjectNode snapshot = head(RoleName.SNAPSHOT, version);
        stamp(snapshot.putObject("meta").putObject("targets.json").put("version", targetsVersion), FileStamp.of(named));
        byte[] made = finished(RoleName.SNAPSHOT, snapshot);
        files.put("metadata/" + version + ".snapshot.json", made);
        timestamp(version, version, made);
    }

    void timestamp(long version, long snapshotVersion, byte[] named) {
        ObjectNode timestamp = head(RoleName.TIMESTAMP, version);
        stamp(
                timestamp.putObject("meta").putObject("snapshot.json").put("version", snapshotVersion),
                FileStamp.of(named));
        files.put("metadata/timestamp.json", finished(RoleName.TIMESTAMP, timestamp));
    }

    static ObjectNode stamp(ObjectNode into, FileStamp stamp) {
        into.put("length", stamp.length());
        into.putObject("hashes").put("sha256", stamp.sha256());
        return into;
    }

    private static ObjectNode head(RoleName role, long version) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("_type", role.text())
                .put("spec_version", "1.0.31")
                .put("version", version)
                .put("expires", EXPIRES.toString());
    }

    private byte[] finished(RoleName role, ObjectNode signed) {
        return finished(role, signed, keys.get(role));
    }

    private byte[] finished(RoleName role, ObjectNode signed, List<KeyPair> by) {
        edits.getOrDefault(role, node -> {}).accept(signed);
        byte[] bytes = signed(signed, signers.getOrDefault(role, by));
        return raws.getOrDefault(role, made -> made).apply(bytes);
    }

    static byte[] signed(ObjectNode signed, List<KeyPair> by) {
        ObjectNode file = JsonNodeFactory.instance.objectNode();
        ArrayNode signatures = file.putArray("signatures");
        for (KeyPair pair : by) {
            signatures
                    .addObject()
                    .put("keyid", key(pair).id())
                    .put("sig", HexFormat.of().formatHex(signature(pair, message(signed))));
        }
        file.set("signed", signed);
        return bytes(file);
    }

    /** As far as there is a canonical form; else any. */
    private static byte[] message(ObjectNode signed) {
        try {
            return CanonicalJson.of(signed);
        } catch (IllegalArgumentException e) {
            return bytes(signed);
        }
    }

    static byte[] signature(KeyPair pair, byte[] message) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(pair.getPrivate());
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static byte[] bytes(ObjectNode node) {
        try {
            return JSON.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
