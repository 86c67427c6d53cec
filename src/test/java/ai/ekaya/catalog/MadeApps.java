package ai.ekaya.catalog;

import ai.ekaya.pack.AppPackage;
import ai.ekaya.pack.PackageWriter;
import ai.ekaya.pack.Packages;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.HexFormat;

/** Puts apps into a catalog that a test makes, signed by a publisher. */
final class MadeApps {
    static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0};

    final CatalogMaker maker;
    final KeyPair publisher = CatalogMaker.pair();
    final ObjectNode index = JsonNodeFactory.instance.objectNode();
    final ObjectNode revoked = JsonNodeFactory.instance.objectNode();

    MadeApps(CatalogMaker maker) {
        this.maker = maker;
        index.put("format", 1).put("name", "central").put("title", "Central");
        ObjectNode acme = index.putObject("publishers").putObject("acme");
        acme.put("name", "Acme Ltd").put("url", "https://acme.example/").put("trust", "verified");
        SignerKey key = CatalogMaker.key(publisher);
        acme.putObject("keys").put(key.id(), key.publicHex());
        index.putArray("apps");
        revoked.put("format", 1).putArray("packages");
        revoked.putArray("keys");
        maker.targets.put("images/shot.png", PNG);
    }

    /** A package with its own words in it. */
    static AppPackage app(String id, String version, String words) {
        return Packages.minimal()
                .with(
                        "manifest.json",
                        "{\"id\": \"" + id + "\", \"name\": \"My app\", \"version\": \"" + version
                                + "\", \"hostFunctions\": [\"log\"]}")
                .with("README.md", words)
                .allowing("log", "datasource_query", "notify")
                .verified();
    }

    MadeApps with(AppPackage app) {
        ObjectNode one = ((ArrayNode) index.get("apps")).addObject();
        one.put("id", app.manifest().id())
                .put("name", app.manifest().name())
                .put("summary", "What it is for")
                .put("description", "# More\n\nof it")
                .put("publisher", "acme");
        one.putArray("categories").add("data-quality");
        one.put("licence", "Apache-2.0").put("icon", "images/shot.png");
        one.putArray("screenshots").addObject().put("file", "images/shot.png").put("caption", "A report");
        one.putArray("versions").add(version(app));
        return this;
    }

    /** The app that was added last. */
    MadeApps sold(int trialDays) {
        ((ObjectNode) index.at("/apps/" + (index.get("apps").size() - 1))).put("trialDays", trialDays);
        return this;
    }

    /** Beside the versions of the app that was added last. */
    MadeApps andVersion(AppPackage app) {
        ((ArrayNode) index.at("/apps/" + (index.get("apps").size() - 1) + "/versions")).add(version(app));
        return this;
    }

    private ObjectNode version(AppPackage app) {
        String file = IndexReader.file(app.manifest().id(), app.manifest().version());
        maker.targets.put(file, PackageWriter.zip(app));
        ObjectNode version = JsonNodeFactory.instance
                .objectNode()
                .put("version", app.manifest().version())
                .put("releasedAt", "2027-02-01T00:00:00Z")
                .put("changelog", "First.")
                .put("file", file)
                .put("packageHash", app.hash().toString())
                .put("runtime", "javascript");
        version.set("capabilities", app.capabilities().toJson());
        version.putArray("exports");
        byte[] message = PackageSignature.message(
                "acme", app.manifest().id(), app.manifest().version(), app.hash());
        version.putObject("signature")
                .put("keyid", CatalogMaker.key(publisher).id())
                .put("sig", HexFormat.of().formatHex(CatalogMaker.signature(publisher, message)));
        return version;
    }

    MadeApps revokePackage(AppPackage app) {
        ((ArrayNode) revoked.get("packages"))
                .addObject()
                .put("packageHash", app.hash().toString())
                .put("reason", "It lost orders")
                .put("since", "2027-02-02T00:00:00Z");
        return this;
    }

    MadeApps revokeKey() {
        ((ArrayNode) revoked.get("keys"))
                .addObject()
                .put("keyid", CatalogMaker.key(publisher).id())
                .put("reason", "It was stolen")
                .put("since", "2027-02-03T00:00:00Z");
        return this;
    }

    MadeApps publish(long version) {
        maker.targets.put("index.json", index.toString().getBytes(StandardCharsets.UTF_8));
        maker.targets.put("revoked.json", revoked.toString().getBytes(StandardCharsets.UTF_8));
        maker.publish(version);
        return this;
    }
}
