package ai.ekaya.host;

import com.fasterxml.jackson.databind.JsonNode;

/** What a host function gives back: JSON for the guest, and how many rows it read for the record. */
record Answer(JsonNode json, int rows) {
    static Answer of(JsonNode json) {
        return new Answer(json, 0);
    }
}
