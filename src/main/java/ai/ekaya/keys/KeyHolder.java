package ai.ekaya.keys;

import java.time.Instant;
import java.util.List;

/** A server that runs, when it last said so, and the ids of the master keys that it holds. */
public record KeyHolder(String host, Instant seenAt, List<String> keyIds) {
    public KeyHolder {
        keyIds = List.copyOf(keyIds);
    }
}
