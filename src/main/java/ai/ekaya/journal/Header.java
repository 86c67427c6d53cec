package ai.ekaya.journal;

import ai.ekaya.sandbox.Conditions;
import ai.ekaya.sandbox.GuestLimits;
import ai.ekaya.sandbox.RunRequest;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** A recording without its calls, as JSON. */
record Header(
        String packageHash,
        String context,
        GuestLimits limits,
        long startMillis,
        long seed,
        String engine,
        Map<String, Long> noticed,
        Ending ending,
        int calls,
        List<String> answers) {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    static Header of(Recording recording, Tape tape) {
        RunRequest request = recording.request();
        return new Header(
                recording.packageHash(),
                request.context(),
                request.limits(),
                request.startMillis(),
                request.seed(),
                recording.conditions().engine(),
                recording.conditions().limits(),
                recording.ending(),
                tape.calls(),
                tape.answers().keySet().stream().sorted().toList());
    }

    RunRequest request() {
        return new RunRequest(context, limits, startMillis, seed);
    }

    Conditions conditions() {
        return new Conditions(engine, noticed);
    }

    byte[] write() {
        try {
            return MAPPER.writeValueAsBytes(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A journal's header could not be written", e);
        }
    }

    static Header read(byte[] json) {
        try {
            return MAPPER.readValue(json, Header.class);
        } catch (IOException e) {
            throw new IllegalStateException("A journal's header that was sealed here cannot be read", e);
        }
    }
}
