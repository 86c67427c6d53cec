package ai.ekaya.pack;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What runs: {@code app.js} with the scripts that it may import, text only, or {@code app.wasm}. */
final class CodeFile {
    private static final byte[] WASM_MAGIC = {0, 'a', 's', 'm', 1, 0, 0, 0};

    private CodeFile() {}

    /** The code, or empty after a finding. */
    static Optional<AppPackage.Code> read(Map<String, byte[]> files, Limits limits, Findings findings) {
        boolean script = files.containsKey(PackagePath.APP_JS);
        byte[] module = files.get(PackagePath.APP_WASM);
        if (script && module != null) {
            findings.add(PackagePath.APP_WASM, "The package has both app.js and app.wasm, expected exactly one");
        } else if (script) {
            return scripts(files, limits, findings);
        } else if (module != null) {
            return module(files, module, findings);
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

    private static Optional<AppPackage.Code> scripts(Map<String, byte[]> files, Limits limits, Findings findings) {
        SortedMap<String, String> sources = new TreeMap<>();
        long bytes = 0;
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            if (PackagePath.isScript(file.getKey())) {
                bytes += file.getValue().length;
                sources.put(file.getKey(), source(file.getKey(), file.getValue(), findings));
            }
        }
        long countMax = limits.of(Limit.SANDBOX_SOURCES_COUNT);
        if (sources.size() > countMax) {
            findings.add(PackagePath.APP_JS, "The package has " + sources.size() + " .js files, at most " + countMax);
        }
        long bytesMax = limits.of(Limit.SANDBOX_SOURCE_BYTES);
        if (bytes > bytesMax) {
            findings.add(
                    PackagePath.APP_JS,
                    "The package's .js files are " + bytes + " bytes together, at most " + bytesMax);
        }
        return findings.any() ? Optional.empty() : Optional.of(new AppPackage.Code.JavaScript(sources));
    }

    // SECURITY: QuickJS's bytecode is trusted by the engine and can break out of its memory rules; text cannot hold a
    // NUL.
    private static String source(String path, byte[] bytes, Findings findings) {
        String source = Utf8.decode(bytes).orElse("\0");
        if (source.indexOf('\0') >= 0) {
            findings.add(path, "The file is not UTF-8 text, expected JavaScript source and no bytecode");
        } else if (path.equals(PackagePath.APP_JS) && source.isBlank()) {
            findings.add(path, "The file is empty, expected an ES module with a default export");
        }
        return source;
    }

    private static Optional<AppPackage.Code> module(Map<String, byte[]> files, byte[] bytes, Findings findings) {
        files.keySet().stream()
                .filter(PackagePath::isScript)
                .forEach(path -> findings.add(path, "The app is app.wasm, which runs no JavaScript beside it"));
        if (!Arrays.equals(Arrays.copyOf(bytes, WASM_MAGIC.length), WASM_MAGIC)) {
            findings.add(PackagePath.APP_WASM, "The file is no WebAssembly module of version 1");
            return Optional.empty();
        }
        return Optional.of(new AppPackage.Code.WebAssembly(bytes));
    }
}
