package ai.ekaya.live;

import java.nio.charset.StandardCharsets;

/** Server-sent events as bytes, as the HTML standard writes them. */
final class Frame {
    private Frame() {}

    static byte[] event(String id, LiveEvent event) {
        return event(id, event.kind().text(), event.json());
    }

    static byte[] event(String id, String name, String json) {
        return bytes("id: " + id + "\nevent: " + name + "\ndata: " + json + "\n\n");
    }

    /** Without an id, so that the client still says the one before when it comes again. */
    static byte[] snapshot(LiveEvent event) {
        return bytes("event: " + event.kind().text() + "\ndata: " + event.json() + "\n\n");
    }

    /** Shows that the stream is alive, and that up to here nothing was missed. */
    static byte[] beat(String id) {
        return bytes(": alive\nid: " + id + "\n\n");
    }

    /** Nothing, to see whether somebody still takes it. */
    static byte[] probe() {
        return bytes(": still there\n\n");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
