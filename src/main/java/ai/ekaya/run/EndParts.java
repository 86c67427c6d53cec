package ai.ekaya.run;

import ai.ekaya.host.CallRecord;
import ai.ekaya.host.LogEntry;
import ai.ekaya.host.RunProgress;
import ai.ekaya.pack.EffectiveLimits;
import ai.ekaya.store.ServerId;
import ai.ekaya.store.Together;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;

/** What of a run's end is this room's to write: outcome, output, log and calls. */
final class EndParts {
    private EndParts() {}

    /** The first of them gives no row unless the run is held, and then nothing is written. */
    static List<Together.Part> of(Held held, Finished finished, Instant now, ServerId server) {
        Outcome outcome = finished.outcome();
        List<Together.Part> parts = new ArrayList<>();
        parts.add(Together.Part.of(
                Together.FIRST,
                """
                UPDATE ekaya.run SET state = 'ENDED', outcome = ?, error_code = ?, error_message = ?, error_where = ?,
                    ended_at = ?, engine = ?, fuel = ?, memory_bytes_max = ?, wall_millis = ?, host_millis = ?, host_calls = ?,
                    sql_millis = ?, sql_rows = ?, egress_bytes = ?, tokens = ?,
                    limit_fuel = ?, limit_memory_bytes = ?, limit_timeout_millis = ?, limit_host_calls = ?,
                    journal = ?, progress_fraction = ?, progress_text = ?
                WHERE id = ? AND state <> 'ENDED' AND server_id = ? AND fence = ? RETURNING\s""" + RunRow.COLUMNS,
                outcome.name().name(),
                outcome.error().map(Outcome.Error::code),
                outcome.error().map(Outcome.Error::message).map(EndParts::storable),
                outcome.error().flatMap(Outcome.Error::where).map(EndParts::storable),
                now,
                finished.engine(),
                finished.usage().fuel(),
                finished.usage().memoryBytesMax(),
                finished.usage().wallMillis(),
                finished.usage().hostMillis(),
                finished.usage().hostCalls(),
                finished.usage().sqlMillis(),
                finished.usage().sqlRows(),
                finished.usage().egressBytes(),
                finished.usage().tokens(),
                finished.limits().map(EffectiveLimits::fuel),
                finished.limits().map(EffectiveLimits::memoryBytes),
                finished.limits().map(limits -> limits.timeout().toMillis()),
                finished.limits().map(EffectiveLimits::hostCalls),
                finished.recording().map(recording -> recording.state().name()),
                finished.progress().map(RunProgress::fraction),
                finished.progress().map(RunProgress::text).map(EndParts::storable),
                held.run().id().value(),
                server.value(),
                held.fence()));
        finished.output().ifPresent(output -> parts.add(Together.Part.of("output", """
                        INSERT INTO ekaya.run_output (run_id, project_id, output, output_hash)
                        SELECT id, project_id, ?, ? FROM first
                        """, output, sha256(output))));
        if (!finished.log().isEmpty()) {
            parts.add(log(finished.log()));
        }
        if (!finished.calls().isEmpty()) {
            parts.add(calls(finished.calls()));
        }
        return parts;
    }

    private static Together.Part log(List<LogEntry> log) {
        return Together.Part.of(
                "log",
                """
                INSERT INTO ekaya.run_log (run_id, project_id, sequence, level, at_millis, message, fields)
                SELECT first.id, first.project_id, line.* FROM first, unnest(?, ?, ?, ?, ?) AS line
                """,
                log.stream().mapToInt(LogEntry::sequence).toArray(),
                texts(log, LogEntry::level),
                log.stream().mapToLong(LogEntry::atMillis).toArray(),
                texts(log, entry -> storable(entry.message())),
                texts(log, LogEntry::fields));
    }

    private static Together.Part calls(List<CallRecord> calls) {
        return Together.Part.of(
                "calls",
                """
                INSERT INTO ekaya.run_call (run_id, project_id, sequence, function, arguments_hash, arguments, code,
                    duration_micros, row_count, answer_bytes)
                SELECT first.id, first.project_id, call.* FROM first, unnest(?, ?, ?, ?, ?, ?, ?, ?) AS call
                """,
                calls.stream().mapToInt(CallRecord::sequence).toArray(),
                texts(calls, call -> storable(call.function())),
                texts(calls, CallRecord::argumentsHash),
                texts(calls, call -> storable(call.arguments())),
                texts(calls, CallRecord::code),
                calls.stream().mapToLong(CallRecord::durationMicros).toArray(),
                calls.stream().mapToInt(CallRecord::rows).toArray(),
                calls.stream().mapToLong(CallRecord::answerBytes).toArray());
    }

    private static <T> String[] texts(List<T> items, Function<T, String> of) {
        return items.stream().map(of).toArray(String[]::new);
    }

    /** PostgreSQL's text holds no NUL and no half of a character pair; a guest may write both. */
    static String storable(String text) {
        return new String(text.replace('\0', '\uFFFD').getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    private static String sha256(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This JVM has no SHA-256", e);
        }
    }
}
