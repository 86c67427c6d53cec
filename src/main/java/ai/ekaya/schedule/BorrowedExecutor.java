package ai.ekaya.schedule;

import java.util.List;
import java.util.Set;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * The container's executor, lent to a library that wants to shut it down when it stops: only what the library started is
 * stopped. Thread-safe.
 */
final class BorrowedExecutor extends AbstractExecutorService implements ScheduledExecutorService {
    private final ScheduledExecutorService owner;
    private final Set<Future<?>> lent = ConcurrentHashMap.newKeySet();
    private volatile boolean stopped;

    BorrowedExecutor(ScheduledExecutorService owner) {
        this.owner = owner;
    }

    private <F extends Future<?>> F keep(F future) {
        lent.removeIf(Future::isDone);
        lent.add(future);
        return future;
    }

    @Override
    public void execute(Runnable command) {
        if (!stopped) {
            keep(owner.submit(command));
        }
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
        return keep(owner.schedule(command, delay, unit));
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
        return keep(owner.schedule(callable, delay, unit));
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable command, long initialDelay, long period, TimeUnit unit) {
        return keep(owner.scheduleAtFixedRate(command, initialDelay, period, unit));
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable command, long initialDelay, long delay, TimeUnit unit) {
        return keep(owner.scheduleWithFixedDelay(command, initialDelay, delay, unit));
    }

    @Override
    public void shutdown() {
        stopped = true;
        lent.forEach(future -> future.cancel(false));
    }

    @Override
    public List<Runnable> shutdownNow() {
        stopped = true;
        lent.forEach(future -> future.cancel(true));
        return List.of();
    }

    @Override
    public boolean isShutdown() {
        return stopped;
    }

    @Override
    public boolean isTerminated() {
        return stopped && lent.stream().allMatch(Future::isDone);
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return true;
    }
}
