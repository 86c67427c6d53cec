package ai.ekaya.catalog;

import static ai.ekaya.catalog.RoleName.ROOT;
import static ai.ekaya.catalog.RoleName.SNAPSHOT;
import static ai.ekaya.catalog.RoleName.TARGETS;
import static ai.ekaya.catalog.RoleName.TIMESTAMP;
import static org.assertj.core.api.Assertions.assertThat;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What somebody may do to a catalog's metadata who holds the way to it, a mirror, or some of the keys. Each case has a legal twin: the
 * nearest thing that is right goes through. All are tried over HTTP and on a folder.
 */
class MetadataAttackTest {
    private static final Limits LIMITS = Limits.defaults().with(Limit.CATALOG_ROOTS_COUNT, 4);
    private static final Instant NOW = Instant.parse("2027-03-01T12:00:00Z");
    private static final String OVER = "2027-03-01T12:00:00Z";
    private static final String HOLDS = "2027-03-01T12:00:01Z";

    /**
     * A server trusts version 1 of a catalog, then this happens.
     *
     * @param says part of why it is refused
     * @param twin what is legal and leads to version 2 at least
     */
    private record Case(String name, Consumer<CatalogMaker> attack, String says, Consumer<CatalogMaker> twin) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static final List<Case> CASES = new ArrayList<>();

    private static void attack(String name, Consumer<CatalogMaker> attack, String says, Consumer<CatalogMaker> twin) {
        CASES.add(new Case(name, attack, says, twin));
    }

    /** An edit of a role's metadata before they are signed by the right keys, against another. */
    private static void edited(
            RoleName role, String name, Consumer<ObjectNode> wrong, String says, Consumer<ObjectNode> right) {
        attack(
                role.text() + " " + name,
                maker -> again(maker.edit(role, wrong), role),
                says,
                maker -> again(maker.edit(role, right), role));
    }

    private static void again(CatalogMaker maker, RoleName role) {
        if (role == ROOT) {
            maker.root(2);
        }
        maker.publish(2);
    }

    /** An edit of a role's file after it was signed. Who names the file names what comes out. */
    private static void written(
            RoleName role,
            String name,
            java.util.function.UnaryOperator<String> wrong,
            String says,
            java.util.function.UnaryOperator<String> right) {
        attack(
                role.text() + " " + name,
                maker -> again(maker.rawText(role, wrong), role),
                says,
                maker -> again(maker.rawText(role, right), role));
    }

    private static ObjectNode of(ObjectNode node, String... path) {
        ObjectNode at = node;
        for (String key : path) {
            at = (ObjectNode) at.get(key);
        }
        return at;
    }

    private static ObjectNode signed(ObjectNode file) {
        return of(file, "signed");
    }

    private static CatalogMaker fine(CatalogMaker maker) {
        return maker.publish(2);
    }

    static {
        for (RoleName role : List.of(TIMESTAMP, SNAPSHOT, TARGETS)) {
            ofEveryRole(role);
        }
        ofEveryRole(ROOT);
        timestamps();
        snapshots();
        targets();
        roots();
        rotations();
    }

    private static void ofEveryRole(RoleName role) {
        String says = role == ROOT ? "root" : role.text();
        KeyPair stranger = CatalogMaker.pair();
        attack(
                role.text() + " without a signature",
                maker -> again(maker.signedBy(role), role),
                "have good signatures by 0",
                maker -> again(maker, role));
        attack(
                role.text() + " signed by a stranger",
                maker -> again(maker.signedBy(role, stranger), role),
                "have good signatures by 0",
                maker -> again(maker.signedBy(role, with(maker.keys.get(role), stranger)), role));
        attack(
                role.text() + " signed by another role's key",
                maker -> again(
                        maker.signedBy(
                                role,
                                maker.keys
                                        .get(role == TARGETS ? SNAPSHOT : TARGETS)
                                        .get(0)),
                        role),
                "have good signatures by 0",
                maker -> again(maker, role));
        attack(
                role.text() + " changed after it was signed",
                maker -> again(maker.rawText(role, text -> text.replace("1.0.31", "1.0.30")), role),
                "have good signatures by 0",
                maker -> again(
                        maker.rawText(role, text -> text.replace("\"spec_version\"", " \"spec_version\"")), role));
        edited(
                role,
                "that says it is another's",
                node -> node.put("_type", role == TARGETS ? "snapshot" : "targets"),
                "_type",
                node -> node.put("_type", says));
        edited(
                role,
                "of version 2 of the specification",
                node -> node.put("spec_version", "2.0.0"),
                "spec_version",
                node -> node.put("spec_version", "1.7"));
        edited(
                role,
                "whose time is over",
                node -> node.put("expires", OVER),
                "expired",
                node -> node.put("expires", HOLDS));
        edited(
                role,
                "with a fraction in it",
                node -> node.put("x-more", 1.5),
                "no canonical form",
                node -> node.put("x-more", 15));
        edited(
                role,
                "whose version is text",
                node -> node.put("version", node.get("version").asText()),
                "a whole number",
                node -> {});
        written(
                role,
                "with a member twice",
                text -> text.replace("\"_type\"", "\"version\":1,\"_type\""),
                "Duplicate",
                text -> text);
        written(
                role,
                "with something behind it",
                text -> text + "{}",
                "no JSON that all read alike",
                text -> text + "\n");
    }

    private static KeyPair[] with(List<KeyPair> pairs, KeyPair more) {
        return Stream.concat(pairs.stream(), Stream.of(more)).toArray(KeyPair[]::new);
    }

    private static void timestamps() {
        edited(TIMESTAMP, "of version 0", node -> node.put("version", 0), "a whole number from 1", node -> {});
        edited(
                TIMESTAMP,
                "of a version that not all readers keep exact",
                node -> node.put("version", 1L << 53),
                "a whole number",
                node -> node.put("version", (1L << 53) - 1));
        edited(
                TIMESTAMP,
                "that never expires",
                node -> node.remove("expires"),
                "no 'expires'",
                node -> node.put("expires", "9999-12-31T23:59:59Z"));
        edited(
                TIMESTAMP,
                "that expires in another zone",
                node -> node.put("expires", "2030-01-01T00:00:00+14:00"),
                "a time such as",
                node -> node.put("expires", "2030-01-01T00:00:00.5Z"));
        edited(
                TIMESTAMP,
                "that expires on a day that there is not",
                node -> node.put("expires", "2030-02-30T00:00:00Z"),
                "a time that there is",
                node -> node.put("expires", "2032-02-29T00:00:00Z"));
        edited(
                TIMESTAMP,
                "that names no snapshot",
                node -> of(node, "meta").remove("snapshot.json"),
                "no 'snapshot.json'",
                node -> {});
        edited(
                TIMESTAMP,
                "that names targets as well",
                node -> of(node, "meta").putObject("targets.json").put("version", 9),
                "has 'targets.json'",
                node -> node.putObject("targets.json").put("version", 9));
        edited(
                TIMESTAMP,
                "without a hash",
                node -> of(node, "meta", "snapshot.json").remove("hashes"),
                "no 'hashes'",
                node -> of(node, "meta", "snapshot.json", "hashes").put("sha512", "00"));
        edited(
                TIMESTAMP,
                "without a length",
                node -> of(node, "meta", "snapshot.json").remove("length"),
                "no 'length'",
                node -> {});
        edited(
                TIMESTAMP,
                "whose snapshot would fill the memory",
                node -> of(node, "meta", "snapshot.json").put("length", 1L << 40),
                "a whole number from 0",
                node -> {});
        edited(
                TIMESTAMP,
                "with half a surrogate pair",
                node -> node.put("x-more", "\ud800"),
                "",
                node -> node.put("x-more", "\ud83d\ude00"));
        edited(
                TIMESTAMP,
                "over its bound",
                node -> node.put("x-more", "x".repeat(16 << 10)),
                "more than the 16KiB",
                node -> node.put("x-more", "x".repeat(15 << 10)));
        edited(TIMESTAMP, "nested too deep", node -> nested(node, 40), "no JSON", node -> nested(node, 20));
        attack(
                "timestamp gone from the server",
                maker -> {
                    fine(maker);
                    maker.files.remove("metadata/timestamp.json");
                },
                "no file metadata/timestamp.json",
                MetadataAttackTest::fine);
        signatureForms();
        rollbacks();
    }

    private static void nested(ObjectNode node, int depth) {
        ArrayNode at = node.putArray("x-more");
        for (int level = 0; level < depth; level++) {
            at = at.addArray();
        }
    }

    private static void signatureForms() {
        written(
                TIMESTAMP,
                "with the same signature twice",
                text -> fileWith(text, list -> list.add(list.get(0))),
                "a second signature",
                text -> text);
        written(
                TIMESTAMP,
                "with a signature in capitals",
                text -> fileWith(
                        text,
                        list -> ((ObjectNode) list.get(0))
                                .put("sig", list.get(0).get("sig").asText().toUpperCase(java.util.Locale.ROOT))),
                "128 lower-case",
                text -> text);
        written(
                TIMESTAMP,
                "with a signature cut short",
                text -> fileWith(
                        text,
                        list -> ((ObjectNode) list.get(0))
                                .put("sig", list.get(0).get("sig").asText().substring(2))),
                "128 lower-case",
                text -> text);
        written(
                SNAPSHOT,
                "with a hundred signatures",
                text -> fileWith(text, list -> fill(list, 100)),
                "at most 64",
                text -> fileWith(text, list -> fill(list, 30)));
        written(TIMESTAMP, "in an array", text -> "[" + text + "]", "an object", text -> " " + text);
        written(
                TIMESTAMP,
                "with a member that nobody signed",
                text -> text.replaceFirst("\\{", "{\"more\":1,"),
                "has 'more'",
                text -> text.replaceFirst("\\{", "{ "));
        attack(
                "timestamp that is not UTF-8",
                maker -> maker.raw(TIMESTAMP, MetadataAttackTest::latin).publish(2),
                "not UTF-8",
                maker -> maker.edit(TIMESTAMP, node -> node.put("x-more", "é")).publish(2));
        attack(
                "timestamp that is empty",
                maker -> maker.raw(TIMESTAMP, bytes -> new byte[0]).publish(2),
                "empty",
                MetadataAttackTest::fine);
    }

    private static byte[] latin(byte[] bytes) {
        byte[] changed = bytes.clone();
        changed[bytes.length - 5] = (byte) 0xe9;
        return changed;
    }

    private static void fill(ArrayNode list, int count) {
        for (int index = 0; index < count; index++) {
            list.addObject().put("keyid", "%064x".formatted(index)).put("sig", "0".repeat(128));
        }
    }

    private static String fileWith(String text, Consumer<ArrayNode> edit) {
        try {
            ObjectNode file = (ObjectNode) CatalogMaker.JSON.readTree(text);
            edit.accept((ArrayNode) file.get("signatures"));
            return new String(CatalogMaker.bytes(file), StandardCharsets.UTF_8);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void rollbacks() {
        attack(
                "timestamp of before, which was signed once",
                maker -> {
                    byte[] before = maker.files.get("metadata/timestamp.json");
                    maker.publish(3);
                    look(maker);
                    maker.files.put("metadata/timestamp.json", before);
                },
                "went back to version 1, version 3 was seen",
                maker -> {
                    maker.publish(3);
                    look(maker);
                    maker.publish(4);
                });
        attack(
                "timestamp that is new and names a snapshot of before",
                maker -> {
                    maker.publish(3);
                    look(maker);
                    maker.timestamp(4, 1, maker.files.get("metadata/1.snapshot.json"));
                },
                "snapshot metadata went back to version 1",
                maker -> {
                    maker.publish(3);
                    look(maker);
                    maker.timestamp(4, 3, maker.files.get("metadata/3.snapshot.json"));
                });
        attack(
                "snapshot that is new and names targets of before",
                maker -> {
                    maker.publish(3);
                    look(maker);
                    maker.snapshot(4, 1, maker.files.get("metadata/1.targets.json"));
                },
                "targets metadata went back to version 1",
                maker -> {
                    maker.publish(3);
                    look(maker);
                    maker.snapshot(4, 3, maker.files.get("metadata/3.targets.json"));
                });
    }

    private static void snapshots() {
        for (RoleName role : List.of(SNAPSHOT, TARGETS)) {
            String file = "metadata/2." + role.text() + ".json";
            tampered(role, "changed on the way", file, bytes -> changed(bytes, bytes.length / 2), "SHA-256");
            tampered(role, "cut short", file, bytes -> Arrays.copyOf(bytes, bytes.length - 1), "SHA-256");
            tampered(role, "longer than was said", file, bytes -> Arrays.copyOf(bytes, bytes.length + 1), "more than");
            attack(
                    role.text() + " gone from the server",
                    maker -> fine(maker).files.remove(file),
                    "no file " + file,
                    MetadataAttackTest::fine);
        }
        attack(
                "snapshot of before under the new one's name",
                maker -> {
                    fine(maker);
                    byte[] before = maker.files.get("metadata/1.snapshot.json");
                    maker.files.put("metadata/2.snapshot.json", before);
                    maker.timestamp(2, 2, before);
                },
                "snapshot metadata have version 1, but timestamp names 2",
                MetadataAttackTest::fine);
        attack(
                "targets of before beside a new snapshot",
                maker -> {
                    fine(maker);
                    byte[] before = maker.files.get("metadata/1.targets.json");
                    maker.files.put("metadata/2.targets.json", before);
                },
                "SHA-256",
                MetadataAttackTest::fine);
        attack(
                "targets of before that a new snapshot takes for new",
                maker -> {
                    byte[] before = maker.files.get("metadata/1.targets.json");
                    maker.files.put("metadata/2.targets.json", before);
                    maker.snapshot(2, 2, before);
                },
                "targets metadata have version 1, but snapshot names 2",
                MetadataAttackTest::fine);
        attack(
                "targets in the snapshot's place",
                maker -> {
                    fine(maker);
                    byte[] list = maker.files.get("metadata/2.targets.json");
                    maker.files.put("metadata/2.snapshot.json", list);
                    maker.timestamp(2, 2, list);
                },
                "_type",
                MetadataAttackTest::fine);
        edited(
                SNAPSHOT,
                "that forgets the targets",
                node -> of(node, "meta").remove("targets.json"),
                "no 'targets.json'",
                node -> {});
        edited(
                SNAPSHOT,
                "that names delegated targets",
                node -> of(node, "meta").putObject("others.json").put("version", 1),
                "has 'others.json'",
                node -> {});
    }

    private static void tampered(
            RoleName role, String name, String file, java.util.function.UnaryOperator<byte[]> change, String says) {
        attack(
                role.text() + " " + name,
                maker -> fine(maker).files.computeIfPresent(file, (path, bytes) -> change.apply(bytes)),
                says,
                MetadataAttackTest::fine);
    }

    private static byte[] changed(byte[] bytes, int at) {
        byte[] changed = bytes.clone();
        changed[at] ^= 1;
        return changed;
    }

    private static void targets() {
        edited(
                TARGETS,
                "that hand their right on",
                node -> node.putObject("delegations").putObject("keys"),
                "delegations",
                node -> node.putObject("x-delegations"));
        for (String path : List.of(
                "../index.json",
                "/index.json",
                "a/../b.json",
                "a\\b.json",
                ".hidden",
                "a/b/c.json",
                "packages/..x",
                "")) {
            edited(
                    TARGETS,
                    "with a file called '" + path + "'",
                    node -> CatalogMaker.stamp(of(node, "targets").putObject(path), new FileStamp(1, "0".repeat(64))),
                    "files called by",
                    node -> CatalogMaker.stamp(
                            of(node, "targets").putObject("images/a.b-c_1.png"), new FileStamp(1, "0".repeat(64))));
        }
        edited(
                TARGETS,
                "with a file without SHA-256",
                node -> of(node, "targets", "index.json", "hashes").removeAll().put("md5", "00"),
                "no 'sha256'",
                node -> of(node, "targets", "index.json", "hashes").put("md5", "00"));
        edited(
                TARGETS,
                "with a file that would fill the memory",
                node -> of(node, "targets", "index.json").put("length", (16L << 20) + 1),
                "a whole number from 0 to 16777216",
                node -> of(node, "targets", "index.json").put("length", 16L << 20));
        edited(
                TARGETS,
                "with a hash in capitals",
                node -> of(node, "targets", "index.json", "hashes").put("sha256", "A".repeat(64)),
                "64 lower-case hex digits",
                node -> of(node, "targets", "index.json").putObject("custom").put("any", "A"));
    }

    private static void roots() {
        attack(
                "root by one of the old keys alone",
                maker -> maker.signedBy(ROOT, maker.keys.get(ROOT).get(0))
                        .root(2)
                        .publish(2),
                "by 1 of the keys",
                maker -> maker.signedBy(
                                ROOT,
                                maker.keys.get(ROOT).get(0),
                                maker.keys.get(ROOT).get(2))
                        .root(2)
                        .publish(2));
        attack(
                "root by its own new keys alone",
                maker -> {
                    List<KeyPair> fresh = List.of(CatalogMaker.pair(), CatalogMaker.pair());
                    maker.keys.put(ROOT, fresh);
                    maker.signedBy(ROOT, fresh.get(0), fresh.get(1)).root(2).publish(2);
                },
                "by 0 of the keys",
                maker -> {
                    maker.keys.put(ROOT, List.of(CatalogMaker.pair(), CatalogMaker.pair()));
                    maker.root(2).publish(2);
                });
        attack(
                "root by the old keys alone",
                maker -> {
                    KeyPair[] old = maker.keys.get(ROOT).toArray(new KeyPair[0]);
                    maker.keys.put(ROOT, List.of(CatalogMaker.pair(), CatalogMaker.pair()));
                    maker.signedBy(ROOT, old).root(2).publish(2);
                },
                "by 0 of the keys",
                maker -> {
                    List<KeyPair> all = new ArrayList<>(maker.keys.get(ROOT));
                    all.add(CatalogMaker.pair());
                    maker.keys.put(ROOT, all);
                    maker.root(2).publish(2);
                });
        edited(ROOT, "that skips a version", node -> node.put("version", 3), "have version 3, expected 2", node -> {});
        edited(ROOT, "of the version before", node -> node.put("version", 1), "have version 1, expected 2", node -> {});
        edited(
                ROOT,
                "with threshold 0",
                node -> of(node, "roles", "timestamp").put("threshold", 0),
                "a whole number from 1",
                node -> {});
        edited(
                ROOT,
                "whose threshold nobody can reach",
                node -> of(node, "roles", "timestamp").put("threshold", 2),
                "a whole number from 1 to 1",
                node -> of(node, "roles", "root").put("threshold", 3));
        edited(
                ROOT,
                "with a role of a key that it has not",
                node -> ((ArrayNode) of(node, "roles", "timestamp").get("keyids")).add("0".repeat(64)),
                "a key of #/signed/keys",
                node -> ((ArrayNode) of(node, "roles", "timestamp").get("keyids"))
                        .add(of(node, "roles", "snapshot").get("keyids").get(0)));
        edited(
                ROOT,
                "with a role that names a key twice",
                node -> {
                    ArrayNode ids = (ArrayNode) of(node, "roles", "timestamp").get("keyids");
                    ids.add(ids.get(0));
                },
                "each key once",
                node -> {});
        edited(
                ROOT,
                "with a key under another's name",
                node -> of(node, "keys")
                        .set(
                                "a".repeat(64),
                                CatalogMaker.key(CatalogMaker.pair()).json()),
                "a key whose SHA-256 is its name",
                node -> {
                    SignerKey more = CatalogMaker.key(CatalogMaker.pair());
                    of(node, "keys").set(more.id(), more.json());
                });
        edited(ROOT, "with a key of another kind", node -> key(node).put("keytype", "rsa"), "'ed25519'", node -> {});
        edited(
                ROOT,
                "with a key that is too short",
                node -> of(key(node), "keyval").put("public", "00"),
                "64 lower-case hex digits",
                node -> {});
        edited(
                ROOT,
                "whose files are not named after what is in them",
                node -> node.put("consistent_snapshot", false),
                "true",
                node -> node.put("consistent_snapshot", true));
        edited(ROOT, "without a role", node -> of(node, "roles").remove("snapshot"), "no 'snapshot'", node -> {});
        edited(
                ROOT,
                "with one role more",
                node -> of(node, "roles").set("mirrors", of(node, "roles").get("snapshot")),
                "has 'mirrors'",
                node -> {});
        attack(
                "root where one key has two names and votes twice",
                maker -> oneKeyTwice(maker, maker.keys.get(TARGETS).get(0)),
                "a whole number from 1 to 1",
                maker -> {
                    maker.keys.put(TARGETS, List.of(CatalogMaker.pair(), CatalogMaker.pair()));
                    maker.thresholds.put(TARGETS, 2);
                    maker.root(2).publish(2);
                });
        attack(
                "targets by one key where it takes two",
                maker -> {
                    maker.keys.put(TARGETS, List.of(CatalogMaker.pair(), CatalogMaker.pair()));
                    maker.thresholds.put(TARGETS, 2);
                    maker.root(2).publish(2);
                    look(maker);
                    maker.signedBy(TARGETS, maker.keys.get(TARGETS).get(0)).publish(3);
                },
                "by 1 of the keys that may sign for targets, expected 2",
                maker -> {
                    maker.keys.put(TARGETS, List.of(CatalogMaker.pair(), CatalogMaker.pair()));
                    maker.thresholds.put(TARGETS, 2);
                    maker.root(2).publish(2);
                });
    }

    private static ObjectNode key(ObjectNode root) {
        return (ObjectNode) of(root, "keys").elements().next();
    }

    private static void oneKeyTwice(CatalogMaker maker, KeyPair pair) {
        ObjectNode second = CatalogMaker.key(pair).json().put("x-more", "another name");
        String name = Digests.sha256(CanonicalJson.of(second));
        maker.edit(ROOT, node -> {
                    of(node, "keys").set(name, second);
                    ((ArrayNode) of(node, "roles", "targets")
                                    .put("threshold", 2)
                                    .get("keyids"))
                            .add(name);
                })
                .root(2)
                .publish(2);
    }

    private static void rotations() {
        attack(
                "more roots than are followed at a time",
                maker -> {
                    for (int version = 2; version <= 6; version++) {
                        maker.root(version);
                    }
                    maker.publish(2);
                },
                "more than 4 new roots",
                maker -> maker.root(2).root(3).root(4).root(5).publish(2));
        attack(
                "root chain with a hole that a forger fills",
                maker -> {
                    KeyPair one = CatalogMaker.pair();
                    KeyPair two = CatalogMaker.pair();
                    maker.root(2);
                    maker.keys.put(ROOT, List.of(one, two));
                    maker.signedBy(ROOT, one, two).root(3).publish(2);
                },
                "by 0 of the keys",
                maker -> {
                    maker.root(2);
                    maker.keys.put(ROOT, List.of(CatalogMaker.pair(), CatalogMaker.pair()));
                    maker.root(3).publish(2);
                });
        attack(
                "timestamp by the key that a new root took the right from",
                maker -> {
                    KeyPair old = maker.keys.get(TIMESTAMP).get(0);
                    maker.keys.put(TIMESTAMP, List.of(CatalogMaker.pair()));
                    maker.root(2).signedBy(TIMESTAMP, old).publish(2);
                },
                "have good signatures by 0",
                maker -> {
                    maker.keys.put(TIMESTAMP, List.of(CatalogMaker.pair()));
                    maker.root(2).publish(2);
                });
        attack(
                "timestamp that went far ahead by a stolen key, and back without a new one",
                maker -> {
                    maker.timestamp(9_000_000, 1, maker.files.get("metadata/1.snapshot.json"));
                    look(maker);
                    maker.publish(2);
                },
                "went back to version 2, version 9000000 was seen",
                maker -> {
                    maker.timestamp(9_000_000, 1, maker.files.get("metadata/1.snapshot.json"));
                    look(maker);
                    maker.keys.put(TIMESTAMP, List.of(CatalogMaker.pair()));
                    maker.root(2).publish(2);
                });
        attack(
                "snapshot that went far ahead by a stolen key, and back without a new one",
                maker -> {
                    maker.snapshot(9_000_000, 1, maker.files.get("metadata/1.targets.json"));
                    look(maker);
                    maker.snapshot(9_000_001, 1, maker.files.get("metadata/1.targets.json"));
                    maker.timestamp(9_000_001, 1, maker.files.get("metadata/1.snapshot.json"));
                },
                "snapshot metadata went back",
                maker -> {
                    maker.snapshot(9_000_000, 1, maker.files.get("metadata/1.targets.json"));
                    look(maker);
                    maker.keys.put(SNAPSHOT, List.of(CatalogMaker.pair()));
                    maker.root(2).publish(2);
                });
    }

    /** What the server under attack looked at in between, over HTTP. */
    private static final ThreadLocal<Consumer<CatalogMaker>> LOOK = new ThreadLocal<>();

    private static void look(CatalogMaker maker) {
        LOOK.get().accept(maker);
    }

    static Stream<Case> cases() {
        return CASES.stream();
    }

    @Test
    void there_are_as_many_as_were_promised() {
        assertThat(CASES).hasSizeGreaterThan(60);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void an_attack_is_refused_and_changes_nothing_that_was_trusted(Case one) {
        CatalogMaker maker = new CatalogMaker();
        try (CatalogPlaces places = new CatalogPlaces(maker.files)) {
            Client client = new Client(maker, places);
            one.attack.accept(maker);

            TrustedMetadata before = client.trusted;
            for (CatalogFiles files : List.of(places.site(), places.folder())) {
                MetadataUpdate.Outcome outcome = new MetadataUpdate(LIMITS).run(before, files, NOW);

                assertThat(outcome.failure()).isPresent();
                assertThat(outcome.failure().get().reason()).contains(one.says);
                assertThat(good(outcome.trusted())).isEqualTo(good(before));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void its_legal_twin_is_taken(Case one) {
        CatalogMaker maker = new CatalogMaker();
        try (CatalogPlaces places = new CatalogPlaces(maker.files)) {
            Client client = new Client(maker, places);
            TrustedMetadata first = client.trusted;
            one.twin.accept(maker);

            for (CatalogFiles files : List.of(places.site(), places.folder())) {
                MetadataUpdate.Outcome outcome = new MetadataUpdate(LIMITS).run(client.trusted, files, NOW);

                assertThat(outcome.failure()).isEmpty();
                assertThat(good(outcome.trusted())).isPresent().isNotEqualTo(good(first));
                assertThat(GoodMetadata.of(outcome.trusted(), LIMITS)).isPresent();
            }
        }
    }

    private static Optional<List<String>> good(TrustedMetadata trusted) {
        return trusted.good()
                .map(good -> List.of(
                        Digests.sha256(good.timestamp()),
                        Digests.sha256(good.snapshot()),
                        Digests.sha256(good.targets())));
    }

    /** A server that trusts version 1. */
    private static final class Client {
        TrustedMetadata trusted;

        Client(CatalogMaker maker, CatalogPlaces places) {
            trusted = TrustedMetadata.begin(maker.root());
            Consumer<CatalogMaker> looking = now -> {
                MetadataUpdate.Outcome outcome = new MetadataUpdate(LIMITS).run(trusted, places.site(), NOW);
                assertThat(outcome.failure()).isEmpty();
                trusted = outcome.trusted();
            };
            looking.accept(maker);
            LOOK.set(looking);
        }
    }

    @Test
    void a_newer_root_holds_even_where_all_else_fails() {
        CatalogMaker maker = new CatalogMaker();
        try (CatalogPlaces places = new CatalogPlaces(maker.files)) {
            Client client = new Client(maker, places);
            maker.keys.put(TARGETS, List.of(CatalogMaker.pair()));
            maker.root(2);
            maker.files.remove("metadata/timestamp.json");

            MetadataUpdate.Outcome outcome = new MetadataUpdate(LIMITS).run(client.trusted, places.site(), NOW);

            assertThat(outcome.failure()).isPresent();
            assertThat(outcome.trusted().roots().get(1)).isEqualTo(maker.files.get("metadata/2.root.json"));
            assertThat(GoodMetadata.of(outcome.trusted(), LIMITS))
                    .as("what a key signed that lost its right")
                    .isEmpty();
        }
    }

    @Test
    void a_timestamp_of_a_known_version_changes_nothing_whatever_it_says() {
        CatalogMaker maker = new CatalogMaker();
        try (CatalogPlaces places = new CatalogPlaces(maker.files)) {
            Client client = new Client(maker, places);
            maker.publish(2);
            maker.timestamp(1, 2, maker.files.get("metadata/2.snapshot.json"));

            MetadataUpdate.Outcome outcome = new MetadataUpdate(LIMITS).run(client.trusted, places.site(), NOW);

            assertThat(good(outcome.trusted())).isEqualTo(good(client.trusted));
        }
    }

    @Test
    void what_was_seen_and_could_not_be_had_is_not_taken_back() {
        CatalogMaker maker = new CatalogMaker();
        try (CatalogPlaces places = new CatalogPlaces(maker.files)) {
            Client client = new Client(maker, places);
            byte[] first = maker.files.get("metadata/timestamp.json");
            maker.publish(2).files.remove("metadata/2.snapshot.json");
            TrustedMetadata seen = new MetadataUpdate(LIMITS)
                    .run(client.trusted, places.site(), NOW)
                    .trusted();
            maker.files.put("metadata/timestamp.json", first);

            MetadataUpdate.Outcome outcome = new MetadataUpdate(LIMITS).run(seen, places.site(), NOW);

            assertThat(outcome.failure().orElseThrow().reason()).contains("went back to version 1");
        }
    }

    @Test
    void the_operators_own_root_has_to_be_signed_by_its_keys() {
        CatalogMaker maker = new CatalogMaker();
        byte[] forged = new String(maker.root(), StandardCharsets.UTF_8)
                .replace("1.0.31", "1.0.32")
                .getBytes(StandardCharsets.UTF_8);
        try (CatalogPlaces places = new CatalogPlaces(maker.files)) {
            assertThat(org.assertj.core.api.Assertions.catchThrowable(
                            () -> new MetadataUpdate(LIMITS).run(TrustedMetadata.begin(forged), places.site(), NOW)))
                    .hasMessageContaining("by 0 of the keys");
        }
    }

    @Test
    void one_bit_changed_in_any_byte_of_any_file_is_refused_or_changes_nothing() {
        CatalogMaker maker = new CatalogMaker(1);
        maker.root(2).publish(2);
        TrustedMetadata from = TrustedMetadata.begin(maker.root());
        TrustedMetadata good = update(maker, from).trusted();
        long seed = 20270301;
        java.util.Random random = new java.util.Random(seed);
        int changedFiles = 0;
        for (String path : List.of(
                "metadata/2.root.json",
                "metadata/timestamp.json",
                "metadata/2.snapshot.json",
                "metadata/2.targets.json")) {
            byte[] right = maker.files.get(path);
            // A root costs four signatures at each look.
            int step = path.contains("root") ? 4 : 1;
            for (int at = random.nextInt(step); at < right.length; at += step) {
                byte[] wrong = right.clone();
                wrong[at] ^= (byte) (1 << random.nextInt(8));
                maker.files.put(path, wrong);
                MetadataUpdate.Outcome outcome = update(maker, from);
                if (outcome.failure().isEmpty()) {
                    // Such as a signature more than it takes, or another name of a stranger's.
                    assertThat(meaning(outcome.trusted()))
                            .as("byte %d of %s, seed %d", at, path, seed)
                            .isEqualTo(meaning(good));
                } else {
                    assertThat(outcome.trusted().good()).isEmpty();
                }
                changedFiles++;
            }
            maker.files.put(path, right);
        }
        assertThat(changedFiles).isGreaterThan(1_500);
    }

    private static MetadataUpdate.Outcome update(CatalogMaker maker, TrustedMetadata from) {
        return new MetadataUpdate(LIMITS).run(from, (path, most) -> Optional.ofNullable(maker.files.get(path)), NOW);
    }

    /** What is signed, whatever stands around it. */
    private static List<String> meaning(TrustedMetadata trusted) {
        GoodMetadata good = GoodMetadata.of(trusted, LIMITS).orElseThrow();
        return Stream.of(
                        good.root().file(),
                        good.timestamp().file(),
                        good.snapshot().file(),
                        good.targets().file())
                .map(file -> new String(file.message(), StandardCharsets.UTF_8))
                .toList();
    }

    @Test
    void canonical_form_is_that_of_the_specification() throws Exception {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("b", "a\"\\\n\u00e9")
                .put("a", -5)
                .put("\ud83d\ude00", true)
                .put("\uffee", 1)
                .putNull("n");
        node.putArray("l").add(1).addObject();

        assertThat(new String(CanonicalJson.of(node), StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"a\":-5,\"b\":\"a\\\"\\\\\n\u00e9\",\"l\":[1,{}],\"n\":null,\"\uffee\":1,\"\ud83d\ude00\":true}");
    }
}
