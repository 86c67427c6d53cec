package ai.ekaya.studio;

import ai.ekaya.host.CallRecord;
import ai.ekaya.notify.Notice;
import ai.ekaya.notify.Severity;
import ai.ekaya.pack.OutputFit;
import ai.ekaya.run.CallView;
import ai.ekaya.run.LogView;
import ai.ekaya.run.RunView;
import com.fasterxml.jackson.annotation.JsonRawValue;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A preview as HTTP clients see it.
 *
 * @param output the app's JSON as it wrote it; null when it gave none
 * @param notices what it would have told people; a preview tells nobody
 * @param ui the package's hints on how to show the output
 * @param misfits where the output is not what they say of it
 */
record PreviewView(
        RunView run,
        @JsonRawValue @Nullable String output,
        @JsonRawValue @Nullable String ui,
        List<OutputFit.Misfit> misfits,
        List<LogView> log,
        List<CallView> calls,
        List<Told> notices,
        Capabilities capabilities) {

    /**
     * @param used host functions that answered
     * @param missing called but not declared
     * @param unused declared but not called
     */
    record Capabilities(Set<String> used, Set<String> missing, Set<String> unused) {}

    /** @param count how often, under the one key */
    record Told(Severity severity, String title, String body, Optional<String> dedupeKey, int count) {
        static Told of(Notice notice) {
            return new Told(
                    notice.severity(), notice.text().title(), notice.text().body(), notice.dedupeKey(), notice.count());
        }
    }

    static PreviewView of(Preview.Previewed previewed) {
        List<CallRecord> calls = previewed.finished().calls();
        Instant start = previewed.run().createdAt();
        return new PreviewView(
                RunView.of(previewed.run()),
                previewed.finished().output().orElse(null),
                previewed.appPackage().ui().orElse(null),
                misfits(previewed),
                previewed.finished().log().stream()
                        .map(entry -> LogView.of(entry, start))
                        .toList(),
                calls.stream().map(CallView::of).toList(),
                previewed.finished().notices().stream().map(Told::of).toList(),
                capabilities(previewed, calls));
    }

    private static List<OutputFit.Misfit> misfits(Preview.Previewed previewed) {
        return previewed
                .appPackage()
                .ui()
                .flatMap(ui -> previewed.finished().output().map(output -> OutputFit.misfits(ui, output)))
                .orElse(List.of());
    }

    private static Capabilities capabilities(Preview.Previewed previewed, List<CallRecord> calls) {
        Set<String> used = names(calls, CallRecord.OK);
        if (!previewed.finished().log().isEmpty()) {
            used.add("log");
        }
        if (previewed.finished().progress().isPresent()) {
            used.add("progress");
        }
        Set<String> unused = new TreeSet<>(previewed.appPackage().capabilities().hostFunctions());
        unused.removeAll(used);
        return new Capabilities(used, names(calls, "NOT_PERMITTED"), unused);
    }

    private static Set<String> names(List<CallRecord> calls, String code) {
        return calls.stream()
                .filter(call -> code.equals(call.code()))
                .map(CallRecord::function)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
