package ai.ekaya.review;

import ai.ekaya.pack.AppPackage;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/** What of a package is read by people and pages: README, ui.json, tests; and statements that take data away. */
final class ContentLook {
    private static final Pattern SCRIPTED = Pattern.compile(
            "(?i)javascript:|vbscript:|data:text/html|<script|<iframe|<object|<embed|\\bon[a-z]{3,20}\\s?=\\s?[\"']");
    private static final Pattern LINK = Pattern.compile("(?i)\\b[a-z][a-z0-9+.-]{1,20}://|(?<![:\\w])//[a-z0-9]");
    private static final Pattern TAKES_AWAY =
            Pattern.compile("(?i)\\b(?:DROP\\s{1,9}(?:TABLE|COLUMN|SCHEMA|VIEW|INDEX)|TRUNCATE|DELETE\\s{1,9}FROM)\\b");

    private ContentLook() {}

    static void at(AppPackage app, Found found) {
        text(app, "README.md")
                .ifPresentOrElse(
                        text -> scripted("README.md", text, found),
                        () -> found.note("content", "README.md", "There is none: nobody is told what the app is for"));
        app.ui().ifPresent(ui -> {
            scripted("ui.json", ui, found);
            if (LINK.matcher(ui).find()) {
                found.warning("content", "ui.json", "Holds an address, and what is shown refers to the output alone");
            }
        });
        if (app.files().keySet().stream().noneMatch(path -> path.startsWith("tests/"))) {
            found.warning("tests", "tests/", "There are none: that it does what it says, nothing shows");
        }
        if (app.files().containsKey("package.sig")) {
            found.note("content", "package.sig", "A signature that this look does not hold against anything");
        }
        for (AppPackage.Migration migration : app.migrations()) {
            if (TAKES_AWAY.matcher(migration.sql()).find()) {
                found.note("tables", "migration " + migration.number(), "Takes tables, columns or rows away");
            }
        }
    }

    private static void scripted(String path, String text, Found found) {
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            if (SCRIPTED.matcher(line).find()) {
                found.warning(
                        "content", path + ":" + number, "Tries to script the page that shows it; pages do not let it");
            }
        }
    }

    static Optional<String> text(AppPackage app, String path) {
        return Optional.ofNullable(app.files().get(path)).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }
}
