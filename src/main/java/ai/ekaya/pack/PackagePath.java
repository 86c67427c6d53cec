package ai.ekaya.pack;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Which paths a package may hold, and which files beside them belong to the author's desk only. */
final class PackagePath {
    static final String MANIFEST = "manifest.json";
    static final String CAPABILITIES = "capabilities.json";
    static final String APP_JS = "app.js";
    static final String APP_WASM = "app.wasm";
    static final String SCHEMA = "schema.sql";
    static final String UI = "ui.json";
    static final String SAMPLE = "sample.json";
    static final String README = "README.md";
    static final String ICON = "icon.svg";
    static final String SIGNATURE = "package.sig";

    /** The order of the canonical list that is hashed: UTF-8 bytes, which differs from Java's order of chars above the BMP. */
    static final Comparator<String> ORDER = (left, right) ->
            Arrays.compareUnsigned(left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));

    static final Pattern MIGRATION = Pattern.compile("migrations/([0-9]{3})_([A-Za-z0-9_-]{1,100})\\.sql");
    static final Pattern TEST = Pattern.compile("tests/[A-Za-z0-9][A-Za-z0-9._-]{0,100}\\.json");

    /** A file that app.js may import. Folders have no dot in their names, so that none is a file's name too. */
    private static final Pattern SCRIPT =
            Pattern.compile("(?:[A-Za-z0-9_-]{1,60}/){0,8}[A-Za-z0-9_-][A-Za-z0-9._-]{0,100}\\.js");

    private static final Pattern SCRIPT_FOLDER = Pattern.compile("(?:[A-Za-z0-9_-]{1,60}/){1,8}");

    private static final Set<String> FIXED =
            Set.of(MANIFEST, CAPABILITIES, APP_JS, APP_WASM, SCHEMA, UI, SAMPLE, README, ICON, SIGNATURE);
    private static final Set<String> FOLDERS = Set.of("migrations/", "tests/");
    private static final Set<String> DESK_FOLDERS = Set.of("test", "src", "target", "node_modules");
    private static final Set<String> DESK_FILES = Set.of("build.sh", "Cargo.toml", "Cargo.lock", "app.wasm.blake3");

    private PackagePath() {}

    /** Why a path is refused, or empty for a path that a package may hold. */
    static Optional<String> problem(String path) {
        return shapeProblem(path).or(() -> allowed(path) ? Optional.empty() : Optional.of(unknown(path)));
    }

    /** Refuses bad and unknown paths, and two paths that are one file on some file system. */
    static void check(Collection<String> paths, Findings findings) {
        Map<String, String> seen = new HashMap<>();
        for (String path : paths) {
            problem(path).ifPresent(problem -> findings.add(path, problem));
            String other = seen.putIfAbsent(collisionKey(path), path);
            if (other != null) {
                findings.add(
                        path,
                        other.equals(path)
                                ? "The name occurs twice, expected once"
                                : "The name differs from " + Excerpt.of(other) + " only in case or form");
            }
        }
    }

    private static boolean allowed(String path) {
        return FIXED.contains(path)
                || MIGRATION.matcher(path).matches()
                || TEST.matcher(path).matches()
                || isScript(path);
    }

    /** Whether a file is JavaScript of the app: {@code app.js} or one that it may import, as {@code lib/util.js}. */
    static boolean isScript(String path) {
        return SCRIPT.matcher(path).matches() && mayHoldScripts(path);
    }

    /** Folders that archivers write as entries of their own; they carry nothing. */
    static boolean isKnownFolder(String path) {
        return FOLDERS.contains(path) || (SCRIPT_FOLDER.matcher(path).matches() && mayHoldScripts(path));
    }

    private static boolean mayHoldScripts(String path) {
        String top = path.substring(0, path.indexOf('/') + 1).toLowerCase(Locale.ROOT);
        return top.isEmpty() || !(FOLDERS.contains(top) || DESK_FOLDERS.contains(top.substring(0, top.length() - 1)));
    }

    /** Whether something at the top of an app's source folder stays out of the package: tests, sources, builds and dotfiles. */
    static boolean staysOnDesk(String topLevelName) {
        return topLevelName.startsWith(".") || DESK_FOLDERS.contains(topLevelName) || DESK_FILES.contains(topLevelName);
    }

    private static String collisionKey(String path) {
        return Normalizer.normalize(path, Normalizer.Form.NFKC)
                .toUpperCase(Locale.ROOT)
                .toLowerCase(Locale.ROOT);
    }

    /** Why a path is none inside of a folder, whatever a package may hold. */
    static Optional<String> shapeProblem(String path) {
        if (path.isEmpty()) {
            return Optional.of("A file has no name");
        }
        if (path.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
            return Optional.of("The name holds a control character");
        }
        if (path.indexOf('\\') >= 0) {
            return Optional.of("The name holds a backslash, expected / between folders");
        }
        if (path.startsWith("/") || path.matches("[A-Za-z]:.*")) {
            return Optional.of("The path is absolute, expected one relative to the package");
        }
        for (String segment : path.split("/", -1)) {
            if (segment.equals("..") || segment.equals(".") || segment.isEmpty()) {
                return Optional.of("The path leaves its folder or is not in its shortest form: a part of it is '"
                        + segment + "', expected names only");
            }
        }
        return Optional.empty();
    }

    private static String unknown(String path) {
        if (path.startsWith("migrations/")) {
            return "Unknown file, expected migrations/NNN_name.sql with three digits";
        }
        if (path.endsWith("/" + MANIFEST)) {
            return "manifest.json lies in a folder, expected it at the top of the package";
        }
        if (path.endsWith(".js") && path.indexOf('/') > 0) {
            return mayHoldScripts(path)
                    ? "Unknown file, expected names of letters, digits, - and _ for folders, with dots for files, in at most 8 folders"
                    : "A package has no JavaScript in this folder, expected it at the top or in another such as lib/";
        }
        return "Unknown file, expected only " + MANIFEST + ", " + CAPABILITIES + ", " + APP_JS
                + " and .js files that it imports, or " + APP_WASM + ", migrations/NNN_name.sql or " + SCHEMA + ", "
                + UI + ", " + SAMPLE + ", tests/*.json, " + README + ", " + ICON
                + ", "
                + SIGNATURE;
    }
}
