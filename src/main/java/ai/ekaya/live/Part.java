package ai.ekaya.live;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** So many items, from the first on, as fit into one event; one at least. */
record Part(List<String> items) {
    static Part of(List<String> items, int bytesMax) {
        List<String> fitting = new ArrayList<>();
        int bytes = 0;
        for (String item : items) {
            bytes += item.getBytes(StandardCharsets.UTF_8).length;
            if (!fitting.isEmpty() && bytes > bytesMax) {
                break;
            }
            fitting.add(item);
        }
        return new Part(fitting);
    }

    int count() {
        return items.size();
    }

    /** Empty when there is nothing to tell. */
    Optional<LiveEvent> event(LiveEvent.Kind kind, UUID run, String app) {
        return items.isEmpty()
                ? Optional.empty()
                : Optional.of(new LiveEvent(kind, run, app, EventJson.items(run, app, items)));
    }
}
