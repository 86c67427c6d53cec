package ai.ekaya.live;

import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;

/** The container's threads that events are sent by, and its timer. */
public record LiveThreads(Executor executor, ScheduledExecutorService timer) {}
