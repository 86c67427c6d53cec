package ai.ekaya.catalog;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.pack.Capabilities;
import ai.ekaya.pack.PackageHash;
import ai.ekaya.pack.SemanticVersion;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads {@code index.json}, whose bytes are signed: what does not fit is refused with its place. Unknown members are. Thread-safe. */
final class IndexReader {
    static final Pattern ID = Pattern.compile("(?=.{1,63}$)[a-z][a-z0-9]*(-[a-z0-9]+)*");
    private static final String AN_ID = "lower-case letters, digits and single dashes, at most 63";
    private static final Pattern TOOL = Pattern.compile("[a-z][a-z0-9_]{0,62}");
    private static final Pattern IMAGE = Pattern.compile("images/[A-Za-z0-9][A-Za-z0-9._-]{0,200}\\.(png|webp|svg)");
    private static final Pattern LICENCE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9 .+()-]{0,99}");
    private static final Pattern URL = Pattern.compile("https://[!-~&&[^\"<>\\\\^`{|}]]{1,500}");
    private static final Pattern ANY = Pattern.compile("(?s).{0,200}");

    // Of texts; what people read, so as a manifest has them, and no operator's to set.
    private static final int NAME_CHARS_MAX = 100;
    private static final int SUMMARY_CHARS_MAX = 200;
    private static final int DESCRIPTION_CHARS_MAX = 20_000;
    private static final int CHANGELOG_CHARS_MAX = 10_000;
    private static final int CATEGORIES_MAX = 10;
    private static final int SCREENSHOTS_MAX = 10;
    private static final int EXPORTS_MAX = 50;

    private final Limits limits;

    IndexReader(Limits limits) {
        this.limits = limits;
    }

    /** @throws Refusal {@code UPSTREAM} with the first place that does not fit */
    CatalogIndex read(byte[] bytes) {
        Place index = Place.of(CatalogIndex.FILE, bytes).only("format", "name", "title", "publishers", "apps");
        index.in("format").whole(1, 1);
        Map<String, Publisher> publishers = new HashMap<>();
        index.in("publishers")
                .members(limits.of(Limit.CATALOG_APPS_COUNT))
                .forEach((id, publisher) -> publishers.put(id, publisher(id, publisher)));
        List<CatalogApp> apps = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (Place app : index.in("apps").items(limits.of(Limit.CATALOG_APPS_COUNT))) {
            CatalogApp read = app(app, publishers);
            if (!ids.add(read.id())) {
                throw app.in("id").wrong("each app once");
            }
            apps.add(read);
        }
        return new CatalogIndex(
                index.in("name").text(ID, AN_ID), index.in("title").line(NAME_CHARS_MAX), apps);
    }

    private Publisher publisher(String id, Place publisher) {
        if (!ID.matcher(id).matches()) {
            throw publisher.wrong("a publisher called by " + AN_ID);
        }
        publisher.only("name", "url", "trust", "keys");
        Map<String, SignerKey> keys = new HashMap<>();
        publisher
                .in("keys")
                .members(limits.of(Limit.CATALOG_KEYS_COUNT))
                .forEach((name, key) -> keys.put(name, SignerKey.publisher(name, key)));
        return new Publisher(
                id,
                publisher.in("name").line(NAME_CHARS_MAX),
                publisher.find("url").map(url -> url.text(URL, "an address that begins with https://")),
                trust(publisher.in("trust")),
                keys);
    }

    private static TrustLevel trust(Place trust) {
        return switch (trust.text(Pattern.compile("first-party|verified"), "first-party or verified")) {
            case "first-party" -> TrustLevel.FIRST_PARTY;
            default -> TrustLevel.VERIFIED;
        };
    }

    private CatalogApp app(Place app, Map<String, Publisher> publishers) {
        app.only(
                "id",
                "name",
                "summary",
                "description",
                "publisher",
                "categories",
                "licence",
                "icon",
                "screenshots",
                "trialDays",
                "versions");
        String id = app.in("id").text(ID, AN_ID);
        Place named = app.in("publisher");
        Publisher publisher = publishers.get(named.text(ID, AN_ID));
        if (publisher == null) {
            throw named.wrong("one of #/publishers");
        }
        return new CatalogApp(
                id,
                app.in("name").line(NAME_CHARS_MAX),
                app.in("summary").line(SUMMARY_CHARS_MAX),
                app.in("description").prose(DESCRIPTION_CHARS_MAX),
                publisher,
                app.in("categories").items(CATEGORIES_MAX).stream()
                        .map(category -> category.text(ID, AN_ID))
                        .toList(),
                app.in("licence").text(LICENCE, "a licence's name, as Apache-2.0"),
                app.find("icon").map(IndexReader::image),
                app.in("screenshots").items(SCREENSHOTS_MAX).stream()
                        .map(shot -> {
                            shot.only("file", "caption");
                            return new CatalogApp.Screenshot(
                                    image(shot.in("file")), shot.in("caption").line(SUMMARY_CHARS_MAX));
                        })
                        .toList(),
                versions(id, app.in("versions"), publisher),
                app.find("trialDays")
                        .map(days -> OptionalInt.of((int) days.whole(1, limits.of(Limit.INSTALL_TRIAL_DAYS_COUNT))))
                        .orElse(OptionalInt.empty()));
    }

    private static String image(Place file) {
        return file.text(IMAGE, "a picture such as images/report.png, .webp or .svg");
    }

    private List<CatalogVersion> versions(String app, Place list, Publisher publisher) {
        List<CatalogVersion> versions = new ArrayList<>();
        for (Place one : list.items(limits.of(Limit.CATALOG_VERSIONS_COUNT))) {
            CatalogVersion read = version(app, one, publisher);
            if (versions.stream().anyMatch(other -> order(other).compareTo(order(read)) == 0)) {
                throw one.in("version").wrong("each version once");
            }
            versions.add(read);
        }
        if (versions.isEmpty()) {
            throw list.wrong("at least one version");
        }
        versions.sort(Comparator.comparing(IndexReader::order).reversed());
        return versions;
    }

    private static SemanticVersion order(CatalogVersion version) {
        return SemanticVersion.parse(version.version()).orElseThrow();
    }

    private CatalogVersion version(String app, Place version, Publisher publisher) {
        version.only(
                "version",
                "releasedAt",
                "changelog",
                "file",
                "packageHash",
                "runtime",
                "capabilities",
                "exports",
                "signature");
        Place named = version.in("version");
        String text = named.text(ANY, "a semantic version such as 1.2.3");
        if (SemanticVersion.parse(text).isEmpty()) {
            throw named.wrong("a semantic version such as 1.2.3");
        }
        Place file = version.in("file");
        if (!file.text(ANY, "a file's name").equals(file(app, text))) {
            throw file.wrong(file(app, text));
        }
        Place signature = version.in("signature").only("keyid", "sig");
        Place keyId = signature.in("keyid");
        if (!publisher.keys().containsKey(keyId.text(SignerKey.ID, "64 lower-case hex digits"))) {
            throw keyId.wrong("one of the keys of publisher " + publisher.id());
        }
        return new CatalogVersion(
                text,
                Optional.of(version.in("releasedAt").instant()),
                version.in("changelog").prose(CHANGELOG_CHARS_MAX),
                file(app, text),
                hash(version.in("packageHash")),
                runtime(version.in("runtime")),
                capabilities(version.in("capabilities")),
                version.in("exports").items(EXPORTS_MAX).stream()
                        .map(tool -> tool.text(TOOL, "a tool's name"))
                        .collect(Collectors.toSet()),
                Optional.of(new PackageSignature(
                        keyId.value().textValue(),
                        HexFormat.of()
                                .parseHex(
                                        signature.in("sig").text(SignerKey.SIGNATURE, "128 lower-case hex digits")))));
    }

    static String file(String app, String version) {
        return "packages/" + app + "-" + version + ".ekapp";
    }

    private static CatalogVersion.Runtime runtime(Place runtime) {
        return CatalogVersion.Runtime.find(runtime.text(ANY, "a runtime"))
                .orElseThrow(() -> runtime.wrong("javascript or webassembly"));
    }

    static PackageHash hash(Place hash) {
        return PackageHash.parse(hash.text(ANY, "a package's hash"))
                .orElseThrow(() -> hash.wrong("blake3: and 64 lower-case hex digits"));
    }

    private static Capabilities capabilities(Place capabilities) {
        try {
            return Capabilities.fromJson(capabilities.object());
        } catch (Refusal refusal) {
            throw Place.refusal(capabilities.where() + " are none: " + refusal.reason());
        }
    }
}
