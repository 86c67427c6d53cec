package ai.ekaya.sandbox;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Quantity;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The sandbox's side of the one door: sizes are checked before anything is copied, what the host throws becomes an envelope, and
 * an answer that comes after the run was stopped is discarded. Not thread-safe; one per run.
 */
final class HostDoor {
    private static final Logger LOGGER = System.getLogger(HostDoor.class.getName());
    private static final int NAME_BYTES_MAX = 64;

    private final HostCall host;
    private final Watch watch;
    private final long argumentsBytesMax;

    HostDoor(HostCall host, Watch watch, Limits limits) {
        this.host = host;
        this.watch = watch;
        this.argumentsBytesMax = limits.of(Limit.HOST_ARGUMENTS_BYTES);
    }

    /** One call with name and arguments in the guest's memory. */
    String call(GuestText name, GuestText json) {
        if (name.bytes() > NAME_BYTES_MAX) {
            return refused(
                    RefusalCode.NOT_FOUND,
                    "Host function's name is " + name.bytes() + " bytes, at most " + NAME_BYTES_MAX);
        }
        // SECURITY: sizes are checked before anything is copied.
        return json.bytes() > argumentsBytesMax ? tooLarge(json.bytes()) : call(name.read(), json.read());
    }

    /**
     * One call of the JS guest's SDK, whose arguments are one text, not yet quoted, and the rest.
     *
     * @param key of the argument that is the text
     * @param rest a JSON object, the other arguments
     */
    String call(String name, String key, GuestText text, Optional<GuestText> rest) {
        long least = text.bytes() + rest.map(GuestText::bytes).orElse(0L);
        if (least > argumentsBytesMax) {
            return tooLarge(least);
        }
        String json = json(key, text.read(), rest.map(GuestText::read).orElse("{}"));
        // A character is three bytes at most, and two that are one are four.
        long bytes = 3L * json.length() <= argumentsBytesMax ? 0 : json.getBytes(StandardCharsets.UTF_8).length;
        return bytes > argumentsBytesMax ? tooLarge(bytes) : call(name, json);
    }

    private static String json(String key, String text, String rest) {
        StringBuilder json = new StringBuilder(text.length() + rest.length() + 20).append("{\"");
        JsonStringEncoder.getInstance().quoteAsString(key, json);
        json.append("\":\"");
        JsonStringEncoder.getInstance().quoteAsString(text, json);
        json.append('"');
        return rest.equals("{}")
                ? json.append('}').toString()
                : json.append(',').append(rest, 1, rest.length()).toString();
    }

    private String tooLarge(long bytes) {
        return refused(
                RefusalCode.LIMIT,
                "Arguments are " + Quantity.ofBytes(bytes) + ", at most " + Quantity.ofBytes(argumentsBytesMax));
    }

    /** One entry of the run's log that the guest's runtime writes, as a panic's text. */
    void log(String level, String message) {
        call(
                "log",
                JsonNodeFactory.instance
                        .objectNode()
                        .put("level", level)
                        .put("message", message)
                        .toString());
    }

    private String call(String name, String json) {
        watch.check();
        String answer = ask(name, json);
        // SECURITY: a guest whose time is over gets no answer; guarded by JsGuestTest.a_late_answer_is_discarded.
        watch.check();
        return answer;
    }

    private String ask(String name, String json) {
        try {
            return host.call(name, json);
        } catch (Refusal refusal) {
            return refused(refusal.code(), refusal.reason());
        } catch (RuntimeException bug) {
            // SECURITY: neither its text nor its stack trace reaches the guest.
            LOGGER.log(Level.ERROR, "Host function " + name + " threw", bug);
            return refused(RefusalCode.INTERNAL, name + " failed in the server, its log says more");
        }
    }

    private static String refused(RefusalCode code, String message) {
        var envelope = JsonNodeFactory.instance.objectNode().put("ok", false);
        envelope.putObject("error")
                .put("code", code.name())
                .put("message", message)
                .put("retryable", code.retryable());
        return envelope.toString();
    }
}
