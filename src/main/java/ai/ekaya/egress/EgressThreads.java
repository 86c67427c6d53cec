package ai.ekaya.egress;

import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;

/** The container's threads that names are looked up on, and its timer. A record of its own, so that nothing else is injected in its place. */
public record EgressThreads(Executor executor, ScheduledExecutorService timer) {}
