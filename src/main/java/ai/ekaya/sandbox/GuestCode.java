package ai.ekaya.sandbox;

/** What an author wrote: the two kinds of app. */
public sealed interface GuestCode {
    /** @param source an ES module whose default export is {@code async function (context)} */
    record JavaScript(String source) implements GuestCode {}

    /** @param module a WebAssembly binary with the native ABI (docs/write-an-app.md) */
    record WebAssembly(byte[] module) implements GuestCode {}
}
