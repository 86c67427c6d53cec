package ai.ekaya.audit;

import ai.ekaya.store.DatabaseUrl;
import java.time.Clock;
import java.util.UUID;

/** A server of {@link KilledWriterIT}: appends from several threads, seals beside it, and tells each event that was committed. */
final class KilledWriter {
    private static final int WRITERS = 4;

    private KilledWriter() {}

    public static void main(String[] arguments) {
        AuditRooms rooms = new AuditRooms(DatabaseUrl.parse(arguments[0]), Clock.systemUTC());
        Chain chain = Chain.of(UUID.fromString(arguments[1]));
        for (int writer = 0; writer < WRITERS; writer++) {
            String name = arguments[2] + ":" + writer + ":";
            Thread.ofPlatform().start(() -> {
                for (int i = 0; true; i++) {
                    rooms.append(chain, name + i);
                    // Only now, so that what is told is committed.
                    System.out.println(name + i);
                    System.out.flush();
                }
            });
        }
        while (true) {
            rooms.sealing.pass();
        }
    }
}
