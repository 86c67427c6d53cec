package ai.ekaya.egress;

import ai.ekaya.limits.RefusalCode;
import ai.ekaya.web.MetricsText;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/** What left this server since its start: by what it was for and how it ended, never by host, of which there is no end. Thread-safe. */
@Singleton
public final class EgressMeters {
    private static final int HUNDRED = 100;

    private record Ended(String purpose, String outcome) implements Comparable<Ended> {
        @Override
        public int compareTo(Ended other) {
            int first = purpose.compareTo(other.purpose);
            return first != 0 ? first : outcome.compareTo(other.outcome);
        }
    }

    private final Map<Ended, LongAdder> requests = new ConcurrentSkipListMap<>();
    private final LongAdder sentBytes = new LongAdder();
    private final LongAdder receivedBytes = new LongAdder();

    @Inject
    public EgressMeters() {}

    void answered(Reach reach, int status) {
        add(reach, status / HUNDRED + "xx");
    }

    void refused(Reach reach, RefusalCode code) {
        add(reach, code.name());
    }

    private void add(Reach reach, String outcome) {
        requests.computeIfAbsent(new Ended(reach.purpose(), outcome), any -> new LongAdder())
                .increment();
    }

    void moved(long sent, long received) {
        sentBytes.add(sent);
        receivedBytes.add(received);
    }

    /** How often requests of a purpose ended so. */
    long count(String purpose, String outcome) {
        LongAdder found = requests.get(new Ended(purpose, outcome));
        return found == null ? 0 : found.sum();
    }

    /** Adds this room's families. */
    public void writeTo(MetricsText text) {
        text.family("ekaya_egress_requests_total", MetricsText.Kind.COUNTER, "Requests that left, by purpose and end");
        requests.forEach((ended, count) -> text.sample(
                "ekaya_egress_requests_total",
                Map.of("purpose", ended.purpose(), "outcome", ended.outcome()),
                count.sum()));
        text.family("ekaya_egress_bytes_total", MetricsText.Kind.COUNTER, "Bytes on the wire, by direction");
        text.sample("ekaya_egress_bytes_total", Map.of("direction", "sent"), sentBytes.sum());
        text.sample("ekaya_egress_bytes_total", Map.of("direction", "received"), receivedBytes.sum());
    }
}
