package ai.ekaya.boot;

import ai.ekaya.boot.local.catalog.CatalogCommand;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** A catalog for looking at: an app that asks for more with its second version, and one whose every text is hostile. Made by {@code ./ekaya catalog}. */
final class MarketFolder {
    static final String EVIL = "<img src=x onerror=\"window.stolen = 1\">";
    private static final String ICON = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 40 40\">"
            + "<path d=\"M0 0H40V40H0Z\" fill=\"#0b6a6f\"/><path d=\"M8 28 16 16 24 22 32 10\" fill=\"none\" stroke=\"#fff\"/></svg>";
    private static final String PLAN = """
            {"name": "market", "title": "Market",
             "publishers": {"acme": {"name": "Acme Data Tools", "url": "https://acme.example/", "trust": "verified"},
                            "evil": {"name": "Evil <img src=x onerror=\\"window.stolen = 1\\">", "trust": "verified"}},
             "apps": {"watch": {"publisher": "acme", "categories": ["monitoring", "tables"], "licence": "Apache-2.0",
                        "summary": "Knows how often each table is written", "changelog": "- Version **%s** is `here`",
                        "screenshots": [{"file": "one.png", "caption": "Late tables"}, {"file": "two.png", "caption": "One table"}]},
                      "hostile": {"publisher": "evil", "categories": ["monitoring"], "licence": "MIT",
                        "summary": "javascript:window.stolen=1 <script src=https://evil.invalid/x.js></script>",
                        "changelog": "# <img src=x onerror=\\"window.stolen = 1\\">\\n[press](javascript:window.stolen=1) ![x](https://evil.invalid/pixel.png)",
                        "screenshots": [{"file": "one.png", "caption": "<img src=x onerror=\\"window.stolen = 1\\">"}]}}}
            """;

    private final Path folder;

    private MarketFolder(Path folder) {
        this.folder = folder;
    }

    static MarketFolder make(Path folder) throws IOException {
        delete(folder);
        MarketFolder market = new MarketFolder(folder);
        market.hostile();
        market.picture("one.png", new Color(0x0b6a6f));
        market.picture("two.png", new Color(0x7d5200));
        market.run("keys", folder + "/keys", "--publisher", "acme");
        market.run("keys", folder + "/keys", "--publisher", "evil");
        market.version("0.9.0", "\"datasource_query\", \"log\"");
        market.version("1.0.0", "\"datasource_query\", \"log\"");
        market.version("2.0.0", "\"datasource_query\", \"log\", \"notify\"");
        return market;
    }

    Map<String, String> environment() {
        return Map.of(
                "EKAYA_CATALOG_ROOT", folder.resolve("out/metadata/1.root.json").toString(),
                "EKAYA_CATALOG_DIR", folder.resolve("out").toString());
    }

    void revoke(String hash, String reason) {
        run("revoke", folder + "/out", hash, "--reason", reason);
    }

    /** Packs the app once more, and adds it to the catalog. */
    private void version(String version, String hostFunctions) throws IOException {
        write("watch/manifest.json", """
                {"id": "watch", "name": "Freshness watch", "version": "%s", "description": "Knows how often each table is written",
                 "datasources": [{"alias": "primary", "types": ["postgresql"], "required": true}],
                 "settings": {"type": "object", "additionalProperties": false, "properties": {
                   "greeting": {"type": "string", "default": "Hello", "description": "What it says first"},
                   "loud": {"type": "boolean", "default": false}}}}
                """.formatted(version));
        write(
                "watch/capabilities.json",
                "{\"hostFunctions\": [" + hostFunctions
                        + "], \"limits\": {\"timeout\": \"10s\", \"memory\": \"16MiB\"}}");
        write(
                "watch/app.js",
                "export default ({ settings }) => ({ said: settings.greeting + ' from " + version + "' })");
        write("watch/README.md", "# Freshness watch\n\nLearns from **30 days**.\n\n- tables\n- nothing else\n");
        write("watch/icon.svg", ICON);
        write("catalog.json", PLAN.formatted(version));
        run("build", folder.toString());
    }

    private void hostile() throws IOException {
        write(
                "hostile/manifest.json",
                "{\"id\": \"hostile\", \"name\": \"" + EVIL.replace("\"", "\\\"") + "\", \"version\": \"6.6.6\","
                        + " \"description\": \"" + EVIL.replace("\"", "\\\"")
                        + "\", \"author\": \"<script>window.stolen = 1</script>\","
                        + " \"settings\": {\"type\": \"object\", \"properties\": {\"x\": {\"type\": \"string\", \"title\": \""
                        + EVIL.replace("\"", "\\\"") + "\", \"description\": \"javascript:window.stolen=1\"}}}}");
        write("hostile/capabilities.json", "{\"hostFunctions\": [\"log\"]}");
        write("hostile/app.js", "export default () => ({})");
        write(
                "hostile/README.md",
                "<script>window.stolen = 1</script>\n\n" + EVIL + "\n\n```\n" + EVIL
                        + "\n```\n\n[press](javascript:window.stolen=1)\n");
    }

    private void write(String file, String text) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private void picture(String file, Color color) throws IOException {
        BufferedImage image = new BufferedImage(640, 400, BufferedImage.TYPE_INT_RGB);
        Graphics2D drawing = image.createGraphics();
        drawing.setColor(Color.WHITE);
        drawing.fillRect(0, 0, 640, 400);
        drawing.setColor(color);
        drawing.fillRect(40, 120, 560, 200);
        drawing.dispose();
        ImageIO.write(image, "png", folder.resolve(file).toFile());
    }

    private void run(String... arguments) {
        CatalogCommand.main(arguments);
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> old = Files.walk(folder)) {
            old.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.delete(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
