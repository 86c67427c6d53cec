package ai.ekaya.sandbox;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/**
 * What an import names: a file of the package, by a path relative to the importing file. No file system and no network stand behind
 * it, nothing is decoded and no ending is guessed.
 */
sealed interface JsImport {
    /** The most bytes of a specifier that are looked at. */
    int SPECIFIER_BYTES_MAX = 1_024;

    /** More of a specifier is not shown. */
    int SHOWN_CHARS_MAX = 80;

    record Found(String path) implements JsImport {}

    /** @param why names importer and specifier */
    record Refused(String importer, String specifier, String why) implements JsImport {}

    /** @param importer a file of the package; what code made at run time has for a name counts as one at its top */
    static JsImport of(String importer, String specifier, Set<String> files) {
        if (!specifier.startsWith("./") && !specifier.startsWith("../")) {
            return refused(
                    importer, specifier, "expected the path of a .js file of this package that starts with ./ or ../");
        }
        Deque<String> parts = new ArrayDeque<>();
        String folder = importer.substring(0, importer.lastIndexOf('/') + 1);
        for (String part : (folder + specifier).split("/", -1)) {
            if (part.equals("..")) {
                if (parts.pollLast() == null) {
                    return refused(importer, specifier, "it leads out of the package");
                }
            } else if (!part.equals(".")) {
                parts.add(part);
            }
        }
        String path = String.join("/", parts);
        return files.contains(path)
                ? new Found(path)
                : refused(importer, specifier, missing(path, files.contains(path + ".js")));
    }

    static Refused tooLong(String importer) {
        return refused(importer, "…", "a path has at most " + SPECIFIER_BYTES_MAX + " bytes");
    }

    private static String missing(String path, boolean endingLeftOut) {
        if (endingLeftOut) {
            return "the ending is part of the name, write .js";
        }
        if (path.endsWith(".json")) {
            return "JSON is not imported, only .js files are";
        }
        return "the package has no file " + shown(path);
    }

    private static Refused refused(String importer, String specifier, String why) {
        return new Refused(
                importer, specifier, "Cannot import '" + shown(specifier) + "' from " + shown(importer) + ": " + why);
    }

    private static String shown(String text) {
        return text.length() > SHOWN_CHARS_MAX ? text.substring(0, SHOWN_CHARS_MAX) + "…" : text;
    }
}
