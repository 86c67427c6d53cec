package ai.ekaya.run;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WarmUpIT {
    private final Queue<Runnable> usersRuns = new ArrayDeque<>();
    private final Platform platform = Platform.open(Limits.defaults(), usersRuns::add);
    private final HeldTimer timer = new HeldTimer();

    /** Keeps what it is given until the test calls it. */
    private static final class HeldTimer extends ScheduledThreadPoolExecutor {
        private final List<Runnable> held = new ArrayList<>();

        HeldTimer() {
            super(0);
        }

        @Override
        public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
            held.add(task);
            return super.schedule(() -> {}, 1, TimeUnit.DAYS);
        }
    }

    @AfterEach
    void close() {
        timer.shutdownNow();
        platform.close();
    }

    /** On the test's own thread, so that it is over when it returns. */
    private WarmUp warmUp(long millis) {
        Limits limits = Limits.defaults().with(Limit.RUN_WARM_UP_MILLIS, millis);
        return new WarmUp(Platform.SANDBOX, limits, platform.runs, new RunThreads(Runnable::run, timer));
    }

    @Test
    void runs_all_programs_of_its_file() throws IOException {
        assertThat(warmUp(60_000).round(60_000)).isTrue();
        String source = Files.readString(Path.of("src/main/resources/ai/ekaya/run/warm-up.js"));
        Matcher program = Pattern.compile("(?m)^  (?:async )?(\\w+)\\((?:host)?\\) \\{$")
                .matcher(source.substring(source.indexOf("const programs")));
        assertThat(program.results().map(match -> match.group(1))).containsExactlyElementsOf(WarmUp.PROGRAMS);
    }

    @Test
    void ends_when_its_time_is_used() {
        WarmUp warmUp = warmUp(600);
        warmUp.start();
        assertThat(warmUp.state().done()).isTrue();
        assertThat(warmUp.state().cpuMillis()).isBetween(600L, 3_000L);
        assertThat(timer.held).isEmpty();
    }

    @Test
    void gives_way_to_a_run_that_waits_and_goes_on_after_it() {
        platform.runs.submit(platform.asked(platform.install(Platform.app("export default () => 1")), "{}"));
        WarmUp warmUp = warmUp(600);
        warmUp.start();
        assertThat(warmUp.state()).isEqualTo(new WarmUp.State(false, 0, 0));
        assertThat(timer.held).hasSize(1);
        usersRuns.remove().run();
        timer.held.remove(0).run();
        assertThat(warmUp.state().done()).isTrue();
        assertThat(warmUp.state().cpuMillis()).isPositive();
    }

    @Test
    void does_nothing_once_the_server_stops() {
        WarmUp warmUp = warmUp(600);
        warmUp.stop();
        warmUp.start();
        assertThat(warmUp.state().cpuMillis()).isZero();
    }

    @Test
    void is_over_at_once_when_switched_off() {
        WarmUp off = warmUp(0);
        off.start();
        assertThat(off.state()).isEqualTo(new WarmUp.State(true, 0, 0));
    }
}
