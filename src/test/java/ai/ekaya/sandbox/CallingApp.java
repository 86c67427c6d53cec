package ai.ekaya.sandbox;

import java.nio.charset.StandardCharsets;

/** A compiled app that makes one host call and gives its envelope as output. */
public final class CallingApp {
    private CallingApp() {}

    public static byte[] module(String function, String argumentsJson) {
        int name = function.getBytes(StandardCharsets.UTF_8).length;
        int json = argumentsJson.getBytes(StandardCharsets.UTF_8).length;
        return Wasm.callingHost()
                .data(function + argumentsJson)
                .run(Wasm.i32(16), Wasm.i32(name), Wasm.i32(16 + name), Wasm.i32(json), Wasm.code(Wasm.CALL, 0))
                .bytes();
    }
}
