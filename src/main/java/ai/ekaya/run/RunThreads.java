package ai.ekaya.run;

import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;

/** The container's threads that runs go on, and its timer. A record of its own, so that nothing else is injected in its place. */
public record RunThreads(Executor executor, ScheduledExecutorService timer) {}
