package ai.ekaya.notify;

import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;

/** The container's threads that letters are sent on, and its timer. */
public record NotifyThreads(Executor executor, ScheduledExecutorService timer) {}
