package ai.ekaya.sandbox;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

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

    /** One call with name and arguments in the guest's memory. Pointers and lengths are the guest's word. */
    String call(GuestMemory memory, int namePointer, int nameLength, int jsonPointer, int jsonLength) {
        long nameBytes = Integer.toUnsignedLong(nameLength);
        long jsonBytes = Integer.toUnsignedLong(jsonLength);
        if (nameBytes > NAME_BYTES_MAX) {
            return refused(
                    RefusalCode.NOT_FOUND,
                    "Host function's name is " + nameBytes + " bytes, at most " + NAME_BYTES_MAX);
        }
        if (jsonBytes > argumentsBytesMax) {
            return refused(RefusalCode.LIMIT, "Arguments are " + jsonBytes + " bytes, at most " + argumentsBytesMax);
        }
        // SECURITY: copied, so that the host reads one text however the guest's memory changes.
        return call(memory.textOut(namePointer, nameLength), memory.textOut(jsonPointer, jsonLength));
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
