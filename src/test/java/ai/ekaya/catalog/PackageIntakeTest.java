package ai.ekaya.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.pack.AppPackage;
import ai.ekaya.pack.Capabilities;
import ai.ekaya.pack.Effect;
import ai.ekaya.pack.PackageReader;
import ai.ekaya.pack.PackageWriter;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** From a file that the metadata name to a package: the publisher's signature first, and then that it is what was told. */
class PackageIntakeTest {
    private static final AppPackage APP = MadeApps.app("one", "1.0.0", "words");
    private final MadeApps made = new MadeApps(new CatalogMaker(1)).with(APP);
    private final PackageIntake intake = new PackageIntake(new PackageReader(Limits.defaults(), "1.0.0"));

    private AppPackage open(Consumer<ObjectNode> change, byte[] zip) {
        change.accept((ObjectNode) made.index.at("/apps/0/versions/0"));
        CatalogApp app = new IndexReader(Limits.defaults())
                .read(made.index.toString().getBytes(StandardCharsets.UTF_8))
                .apps()
                .get(0);
        return intake.open(app, app.versions().get(0), zip);
    }

    private void sign(ObjectNode version, byte[] message) {
        version.withObject("signature")
                .put("sig", HexFormat.of().formatHex(CatalogMaker.signature(made.publisher, message)));
    }

    @Test
    void a_package_as_its_publisher_signed_it_is_opened() {
        assertThat(open(version -> {}, PackageWriter.zip(APP)).hash()).isEqualTo(APP.hash());
    }

    @Test
    void a_signature_holds_for_one_publisher_app_version_and_hash_alone() {
        byte[] zip = PackageWriter.zip(APP);
        for (byte[] other : new byte[][] {
            PackageSignature.message("other", "one", "1.0.0", APP.hash()),
            PackageSignature.message("acme", "two", "1.0.0", APP.hash()),
            PackageSignature.message("acme", "one", "1.0.1", APP.hash()),
            PackageSignature.message(
                    "acme",
                    "one",
                    "1.0.0",
                    MadeApps.app("one", "1.0.0", "other").hash())
        }) {
            assertThatThrownBy(() -> open(version -> sign(version, other), zip))
                    .hasMessageContaining("is not signed by");
        }
        byte[] right = PackageSignature.message("acme", "one", "1.0.0", APP.hash());
        assertThat(open(version -> sign(version, right), zip)).isNotNull();
    }

    @Test
    void nothing_is_parsed_before_the_signature_holds() {
        // The zip is none at all; what is refused is the signature.
        assertThatThrownBy(() -> open(version -> sign(version, new byte[1]), new byte[100]))
                .hasMessageContaining("is not signed by");
        assertThatThrownBy(() -> open(
                        version -> sign(version, PackageSignature.message("acme", "one", "1.0.0", APP.hash())),
                        new byte[100]))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(RefusalCode.BAD_ARGUMENT));
    }

    @Test
    void another_package_than_was_told_is_refused() {
        byte[] other = PackageWriter.zip(MadeApps.app("one", "1.0.0", "other words"));
        assertThatThrownBy(() -> open(version -> {}, other)).hasMessageContaining("has hash blake3:");
        assertThatThrownBy(() -> open(version -> version.put("runtime", "webassembly"), PackageWriter.zip(APP)))
                .hasMessageContaining("has runtime javascript, but");
    }

    @Test
    void capabilities_and_tools_are_those_that_people_were_shown() {
        byte[] zip = PackageWriter.zip(APP);
        assertThatThrownBy(() -> open(version -> version.set("capabilities", Capabilities.NOTHING.toJson()), zip))
                .hasMessageContaining("asks for other capabilities");
        assertThatThrownBy(() -> open(
                        version -> {
                            version.set("capabilities", APP.capabilities().toJson());
                            version.putArray("exports").add("a_tool");
                        },
                        zip))
                .hasMessageContaining("has tools [], but the catalog's index says [a_tool]");
    }

    @Test
    void any_byte_changed_in_a_package_is_refused() {
        byte[] zip = PackageWriter.zip(APP);
        FileStamp stamp = FileStamp.of(zip);
        Random random = new Random(4711);
        for (int at = 0; at < zip.length; at++) {
            byte[] wrong = zip.clone();
            wrong[at] ^= (byte) (1 << random.nextInt(8));
            assertThatThrownBy(() -> stamp.require("one", wrong)).hasMessageContaining("SHA-256");
            // Also without the metadata: the package's own hash, or its zip, does not hold.
            boolean opened;
            try {
                opened = open(version -> {}, wrong).hash().equals(APP.hash());
            } catch (Refusal refusal) {
                opened = false;
            }
            if (opened) {
                assertThat(open(version -> {}, wrong).files().keySet())
                        .isEqualTo(APP.files().keySet());
            }
        }
    }

    @Test
    void what_a_level_may_not_is_said_in_plain_sentences() {
        Capabilities asked = Capabilities.fromJson(json("""
                {"hostFunctions": ["http_request", "llm_generate"], "sensitiveValues": ["http_request"],
                 "http": [{"host": "*.example.com", "methods": ["GET"]}],
                 "llm": {"tokensPerRunMax": 10, "rowValuesAllowed": true}}"""));

        assertThat(Effect.of(asked))
                .isEqualTo(EnumSet.of(
                        Effect.SENDS_SENSITIVE_VALUES,
                        Effect.ASKS_MODEL,
                        Effect.SENDS_ROWS_TO_MODEL,
                        Effect.REACHES_HOST,
                        Effect.REACHES_ANY_HOST));
        assertThat(Ceiling.byDefault(TrustLevel.FIRST_PARTY).exceeds(asked)).isEmpty();
        assertThat(Ceiling.byDefault(TrustLevel.PRIVATE).exceeds(asked)).isEmpty();
        assertThat(Ceiling.byDefault(TrustLevel.VERIFIED).exceeds(asked))
                .containsExactly(
                        "The app may take values of sensitive columns out of the project: http_request, which apps of trust"
                                + " level verified may not on this server");
        assertThat(Ceiling.byDefault(TrustLevel.UNSIGNED_DEVELOPMENT).exceeds(asked))
                .hasSize(3);
        Capabilities less = Capabilities.fromJson(json("""
                {"hostFunctions": ["http_request", "datasource_execute", "db_query", "notify", "secret_exists"],
                 "http": [{"host": "api.example.com", "methods": ["GET"]}]}"""));
        assertThat(Ceiling.byDefault(TrustLevel.UNSIGNED_DEVELOPMENT).exceeds(less))
                .isEmpty();
    }

    private static ObjectNode json(String text) {
        try {
            return (ObjectNode) CatalogMaker.JSON.readTree(text);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
