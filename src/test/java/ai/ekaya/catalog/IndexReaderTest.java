package ai.ekaya.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code index.json} and {@code revoked.json} may say: what does not fit is refused with its place, as the legal twin is not. */
class IndexReaderTest {
    private static final Limits LIMITS =
            Limits.defaults().with(Limit.CATALOG_APPS_COUNT, 3).with(Limit.CATALOG_VERSIONS_COUNT, 3);
    private static final IndexReader READER = new IndexReader(LIMITS);

    private record Case(String place, Consumer<ObjectNode> wrong, Consumer<ObjectNode> right) {
        @Override
        public String toString() {
            return place;
        }
    }

    private static ObjectNode index() {
        return new MadeApps(new CatalogMaker(1)).with(MadeApps.app("one", "1.0.0", "x")).index;
    }

    private static CatalogIndex read(JsonNode index) {
        return READER.read(index.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static ObjectNode app(ObjectNode index) {
        return (ObjectNode) index.at("/apps/0");
    }

    private static ObjectNode version(ObjectNode index) {
        return (ObjectNode) index.at("/apps/0/versions/0");
    }

    private static Case one(String place, Consumer<ObjectNode> wrong, Consumer<ObjectNode> right) {
        return new Case(place, wrong, right);
    }

    private static Case text(String place, String key, String wrong, String right) {
        return new Case(place, index -> set(index, place, key, wrong), index -> set(index, place, key, right));
    }

    private static void set(ObjectNode index, String place, String key, String value) {
        ((ObjectNode) index.at(place.substring(place.indexOf('#') + 1).replaceFirst("/[^/]*$", ""))).put(key, value);
    }

    static Stream<Case> cases() {
        String app = "index.json#/apps/0/";
        String version = app + "versions/0/";
        return Stream.of(
                one("index.json#/format", index -> index.put("format", 2), index -> index.put("format", 1)),
                one("index.json# has 'more'", index -> index.put("more", 1), index -> {}),
                text(app + "id", "id", "../x", "one"),
                text(app + "id", "id", "a".repeat(64), "one"),
                text(app + "name", "name", "a".repeat(101), "a".repeat(100)),
                text(app + "name", "name", "good\u202Edab", "good"),
                text(app + "name", "name", "two\nlines", "one line"),
                text(app + "name", "name", " ", "."),
                text(app + "summary", "summary", "\u001b[2J", "text"),
                text(app + "description", "description", "a".repeat(20_001), "a".repeat(20_000)),
                text(app + "description", "description", "\u0000", "line\nline"),
                text(app + "publisher", "publisher", "nobody", "acme"),
                text(app + "licence", "licence", "<b>", "MIT OR Apache-2.0"),
                text(app + "icon", "icon", "images/../x.png", "images/x.png"),
                text(app + "icon", "icon", "https://x.example/x.png", "images/x.svg"),
                text(app + "icon", "icon", "images/x.html", "images/x.webp"),
                text(app + "screenshots/0/file", "file", "packages/x.png", "images/x.png"),
                text(app + "screenshots/0/caption", "caption", "", "A"),
                one(
                        app + "categories",
                        index -> app(index).put("categories", "x"),
                        index -> app(index).putArray("categories")),
                one(
                        app + "trialDays",
                        index -> app(index).put("trialDays", 0),
                        index -> app(index).put("trialDays", 1)),
                one(
                        app + "trialDays",
                        index -> app(index).put("trialDays", 367),
                        index -> app(index).put("trialDays", 366)),
                one(
                        app + "trialDays",
                        index -> app(index).put("trialDays", "14"),
                        index -> app(index).put("trialDays", 14)),
                one(
                        app + "categories/0",
                        index -> app(index).putArray("categories").add("Not one"),
                        index -> app(index).putArray("categories").add("one")),
                one(
                        app.substring(0, app.length() - 1) + " has 'price'",
                        index -> app(index).put("price", 1),
                        index -> {}),
                one(
                        "index.json#/apps/1/id",
                        index -> ((ArrayNode) index.get("apps")).add(app(index).deepCopy()),
                        index -> {}),
                one("index.json#/apps has 4", index -> fill((ArrayNode) index.get("apps"), 4), index -> {}),
                one(app + "versions", index -> app(index).putArray("versions"), index -> {}),
                text(version + "version", "version", "1.0", "1.0.0"),
                text(version + "version", "version", "v1.0.0", "1.0.0"),
                text(version + "releasedAt", "releasedAt", "yesterday", "2027-01-01T00:00:00Z"),
                text(version + "changelog", "changelog", "a".repeat(10_001), "a".repeat(10_000)),
                text(version + "file", "file", "packages/other-1.0.0.ekapp", "packages/one-1.0.0.ekapp"),
                text(version + "packageHash", "packageHash", "sha256:00", "blake3:" + "0".repeat(64)),
                text(version + "runtime", "runtime", "native", "webassembly"),
                one(
                        version + "capabilities",
                        index -> version(index).putObject("capabilities").put("sudo", true),
                        index -> version(index).putObject("capabilities").putArray("hostFunctions")),
                one(version + "capabilities", index -> version(index).put("capabilities", "all"), index -> {}),
                one(
                        version + "exports/0",
                        index -> version(index).putArray("exports").add("Not One"),
                        index -> version(index).putArray("exports").add("a_tool")),
                one(
                        version.substring(0, version.length() - 1) + " has no 'signature'",
                        index -> version(index).remove("signature"),
                        index -> {}),
                text(
                        version + "signature/keyid",
                        "keyid",
                        "0".repeat(64),
                        CatalogMaker.key(CatalogMaker.pair()).id()),
                text(version + "signature/sig", "sig", "00", "0".repeat(128)),
                one(
                        "index.json#/apps/0/versions/1/version",
                        index -> ((ArrayNode) index.at("/apps/0/versions"))
                                .add(version(index).deepCopy()),
                        index -> {}),
                one(
                        "index.json#/publishers/acme/trust",
                        index -> ((ObjectNode) index.at("/publishers/acme")).put("trust", "private"),
                        index -> ((ObjectNode) index.at("/publishers/acme")).put("trust", "first-party")),
                one(
                        "index.json#/publishers/acme/url",
                        index -> ((ObjectNode) index.at("/publishers/acme")).put("url", "javascript:alert(1)"),
                        index -> ((ObjectNode) index.at("/publishers/acme")).put("url", "https://x.example/a?b=c")),
                one(
                        "index.json#/publishers/acme/keys/" + "0".repeat(64),
                        index -> ((ObjectNode) index.at("/publishers/acme/keys")).put("0".repeat(64), "0".repeat(64)),
                        index -> {
                            SignerKey more = CatalogMaker.key(CatalogMaker.pair());
                            ((ObjectNode) index.at("/publishers/acme/keys")).put(more.id(), more.publicHex());
                        }),
                one(
                        "index.json#/publishers/A_B",
                        index -> ((ObjectNode) index.get("publishers")).set("A_B", index.at("/publishers/acme")),
                        index -> ((ObjectNode) index.get("publishers")).set("a-b", index.at("/publishers/acme"))));
    }

    private static void fill(ArrayNode list, int count) {
        JsonNode one = list.get(0);
        list.removeAll();
        for (int index = 0; index < count; index++) {
            list.add(((ObjectNode) one.deepCopy()).put("id", "app" + index));
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void what_does_not_fit_is_refused_with_its_place(Case one) {
        ObjectNode index = index();
        one.wrong.accept(index);

        assertThatThrownBy(() -> read(index)).isInstanceOf(Refusal.class).hasMessageContaining(one.place);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void its_legal_twin_is_read(Case one) {
        ObjectNode index = index();
        one.right.accept(index);
        // Of keys that sign, the twin needs one of the publisher's.
        JsonNode keyId = index.at("/apps/0/versions/0/signature/keyid");
        if (index.at("/publishers/acme/keys/" + keyId.asText()).isMissingNode()) {
            version(index)
                    .withObject("signature")
                    .put("keyid", index.at("/publishers/acme/keys").fieldNames().next());
        }

        assertThat(read(index).apps()).hasSize(1);
    }

    @Test
    void versions_stand_in_the_order_of_precedence() {
        MadeApps made = new MadeApps(new CatalogMaker(1))
                .with(MadeApps.app("one", "1.9.0", "x"))
                .andVersion(MadeApps.app("one", "1.10.0", "x"))
                .andVersion(MadeApps.app("one", "1.10.0-beta.1", "x"));

        assertThat(read(made.index).apps().get(0).versions().stream().map(CatalogVersion::version))
                .containsExactly("1.10.0", "1.10.0-beta.1", "1.9.0");
    }

    @Test
    void revocations_are_read_as_strictly() {
        MadeApps made = new MadeApps(new CatalogMaker(1));
        made.with(MadeApps.app("one", "1.0.0", "x"))
                .revokePackage(MadeApps.app("one", "1.0.0", "x"))
                .revokeKey();
        Revocations read = Revocations.read(bytes(made.revoked), LIMITS);
        assertThat(read.all(read(made.index))).hasSize(1);

        for (Consumer<ObjectNode> wrong : List.<Consumer<ObjectNode>>of(
                list -> list.put("format", 2),
                list -> list.remove("keys"),
                list -> ((ObjectNode) list.at("/packages/0")).put("packageHash", "x"),
                list -> ((ObjectNode) list.at("/packages/0")).put("since", "x"),
                list -> ((ObjectNode) list.at("/keys/0")).put("reason", "a\nb"),
                list -> ((ObjectNode) list.at("/keys/0")).put("more", 1))) {
            ObjectNode list = made.revoked.deepCopy();
            wrong.accept(list);
            assertThatThrownBy(() -> Revocations.read(bytes(list), LIMITS))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("revoked.json#");
        }
    }

    private static byte[] bytes(JsonNode json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void any_byte_changed_in_the_index_or_the_revocations_is_refused() {
        CatalogMaker maker = new CatalogMaker(1);
        new MadeApps(maker).with(MadeApps.app("one", "1.0.0", "x")).revokeKey().publish(2);
        CatalogFiles files = (path, bytesMax) -> Optional.ofNullable(maker.files.get(path));
        GoodMetadata good = GoodMetadata.of(
                        new MetadataUpdate(LIMITS)
                                .run(TrustedMetadata.begin(maker.root()), files, Instant.parse("2027-03-01T00:00:00Z"))
                                .trusted(),
                        LIMITS)
                .orElseThrow();
        assertThat(SignedContents.read(good, files, LIMITS).index().apps()).hasSize(1);
        Random random = new Random(8);
        for (String name : List.of("index.json", "revoked.json")) {
            byte[] right = maker.targets.get(name);
            String stored = FileStamp.of(right).stored(name);
            for (int at = 0; at < right.length; at++) {
                byte[] wrong = right.clone();
                wrong[at] ^= (byte) (1 << random.nextInt(8));
                maker.files.put(stored, wrong);
                assertThatThrownBy(() -> SignedContents.read(good, files, LIMITS))
                        .hasMessageContaining("SHA-256");
            }
            maker.files.put(stored, right);
        }
    }
}
