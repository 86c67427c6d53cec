package ai.ekaya.sandbox;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What an author wrote: the two kinds of app. */
public sealed interface GuestCode {
    /** @param files ES modules by path; {@code app.js} begins, its default export is {@code async function (context)} */
    record JavaScript(SortedMap<String, String> files) implements GuestCode {
        private static final Pattern PATH = Pattern.compile("[A-Za-z0-9_./-]{1,1000}");

        public JavaScript {
            files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
            // SECURITY: the engine takes a path as a C string and shows it in stack traces, which are read by pattern.
            if (!files.keySet().stream().allMatch(path -> PATH.matcher(path).matches())) {
                throw new IllegalArgumentException("A path was not refused by PackagePath: " + files.keySet());
            }
        }

        /** An app of one file. */
        public JavaScript(String source) {
            this(new TreeMap<>(Map.of(JsRun.FILE, source)));
        }
    }

    /** @param module a WebAssembly binary with the native ABI (docs/write-an-app.md) */
    record WebAssembly(byte[] module) implements GuestCode {}
}
