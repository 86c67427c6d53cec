package ai.ekaya.sandbox;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The modules of one package in one engine. The engine asks for the name of what an import means and then finds a module by it among
 * those that it has: so each is read, once, when it is first named. Not thread-safe.
 */
final class JsModules {
    private final Set<String> files;
    private final Map<String, byte[]> unread;
    private final boolean compiling;
    private Optional<JsImport.Refused> refused = Optional.empty();

    private JsModules(Set<String> files, Map<String, byte[]> unread, boolean compiling) {
        this.files = Set.copyOf(files);
        this.unread = new HashMap<>(unread);
        this.compiling = compiling;
    }

    /** Compiled files, to be run. */
    static JsModules compiled(Map<String, byte[]> code) {
        return new JsModules(code.keySet(), code, false);
    }

    /** Files that are compiled one by one: names are checked, and an empty module stands for each that is imported. */
    static JsModules sources(Set<String> files) {
        return new JsModules(files, Map.of(), true);
    }

    Set<String> files() {
        return files;
    }

    /** The code of the file that begins; from now on it counts as read. */
    byte[] take(String file) {
        byte[] code = unread.remove(file);
        if (code == null) {
            throw new IllegalStateException(file + " was not refused by prepare");
        }
        return code;
    }

    /** The last import that was refused. */
    Optional<JsImport.Refused> refused() {
        return refused;
    }

    /**
     * The engine's question for a name.
     *
     * @param importer place of the importing file's name
     * @param specifier place of what the import says, in the guest's words
     * @return place of the name, or 0 after throwing in the engine
     */
    int name(QuickJs js, int importer, int specifier) {
        String from = js.cText(importer, JsImport.SPECIFIER_BYTES_MAX).orElse("");
        JsImport named = js.cText(specifier, JsImport.SPECIFIER_BYTES_MAX)
                .map(text -> JsImport.of(from, text, files))
                .orElseGet(() -> JsImport.tooLong(from));
        return switch (named) {
            case JsImport.Found(String path) -> read(js, path) ? js.cString(path) : 0;
            case JsImport.Refused no -> {
                refused = Optional.of(no);
                js.throwTypeError(no.why());
                yield 0;
            }
        };
    }

    private boolean read(QuickJs js, String path) {
        // Removed first: a file may import itself, and is asked for while it is read.
        byte[] code = unread.remove(path);
        if (code == null || js.read(code)) {
            return true;
        }
        // As with a full memory. An app that catches that may try again.
        unread.put(path, code);
        return false;
    }

    /**
     * The engine's question for the source of a module that it does not have.
     *
     * @param lengthPlace where to write the source's length
     * @return place of the source, or 0 after throwing in the engine
     */
    int source(QuickJs js, int name, int lengthPlace) {
        if (compiling) {
            js.writeInt(lengthPlace, 0);
            return js.cString("");
        }
        // All files are there by their names; only an import that also names a type is still asked for.
        js.throwTypeError(
                "Cannot import " + js.cText(name, JsImport.SHOWN_CHARS_MAX).orElse("…")
                        + " by type: only .js files are imported, without attributes");
        return 0;
    }
}
