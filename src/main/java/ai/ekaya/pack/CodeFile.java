package ai.ekaya.pack;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** The one file that runs: {@code app.js}, text only, or {@code app.wasm}. */
final class CodeFile {
    private static final byte[] WASM_MAGIC = {0, 'a', 's', 'm', 1, 0, 0, 0};

    private CodeFile() {}

    /** The code, or empty after a finding. */
    static Optional<AppPackage.Code> read(Map<String, byte[]> files, Findings findings) {
        byte[] script = files.get(PackagePath.APP_JS);
        byte[] module = files.get(PackagePath.APP_WASM);
        if (script != null && module != null) {
            findings.add(PackagePath.APP_WASM, "The package has both app.js and app.wasm, expected exactly one");
        } else if (script != null) {
            return script(script, findings);
        } else if (module != null) {
            return module(module, findings);
        } else {
            findings.add(PackagePath.APP_JS, "The package has neither app.js nor app.wasm, expected exactly one");
        }
        return Optional.empty();
    }

    /** The bytes that {@code manifest.json#/hash} is about. */
    static Optional<byte[]> bytes(Map<String, byte[]> files) {
        return Optional.ofNullable(files.get(PackagePath.APP_JS))
                .or(() -> Optional.ofNullable(files.get(PackagePath.APP_WASM)));
    }

    // SECURITY: QuickJS's bytecode is trusted by the engine and can break out of its memory rules; text cannot hold a
    // NUL.
    private static Optional<AppPackage.Code> script(byte[] bytes, Findings findings) {
        Optional<String> source = Utf8.decode(bytes);
        if (source.isEmpty() || source.get().indexOf('\0') >= 0) {
            findings.add(PackagePath.APP_JS, "The file is not UTF-8 text, expected JavaScript source and no bytecode");
            return Optional.empty();
        }
        if (source.get().isBlank()) {
            findings.add(PackagePath.APP_JS, "The file is empty, expected an ES module with a default export");
            return Optional.empty();
        }
        return Optional.of(new AppPackage.Code.JavaScript(source.get()));
    }

    private static Optional<AppPackage.Code> module(byte[] bytes, Findings findings) {
        if (!Arrays.equals(Arrays.copyOf(bytes, WASM_MAGIC.length), WASM_MAGIC)) {
            findings.add(PackagePath.APP_WASM, "The file is no WebAssembly module of version 1");
            return Optional.empty();
        }
        return Optional.of(new AppPackage.Code.WebAssembly(bytes));
    }
}
