package ai.ekaya.egress;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Looks a name up once, within the time that its request has. Thread-safe. */
final class Lookup {
    private final Network network;
    private final Executor executor;
    private final long millisMax;

    Lookup(Network network, Executor executor, Limits limits) {
        this.network = network;
        this.executor = executor;
        this.millisMax = limits.of(Limit.EGRESS_CONNECT_MILLIS);
    }

    /**
     * All addresses of a host; a host that is an address is not looked up. Empty for a name that nobody knows.
     *
     * @throws Refusal {@code TIMEOUT}, {@code UNAVAILABLE}
     */
    List<InetAddress> addresses(String host, Trip trip) {
        Optional<InetAddress> literal = AddressText.read(host);
        if (literal.isPresent()) {
            return List.of(literal.get());
        }
        try {
            CompletableFuture<List<InetAddress>> asked = CompletableFuture.supplyAsync(() -> ask(host), executor);
            trip.endedBy(() -> asked.cancel(true));
            return asked.get(trip.leftMillis(millisMax), TimeUnit.MILLISECONDS);
        } catch (CancellationException e) {
            trip.requireTime();
            throw e;
        } catch (TimeoutException e) {
            throw new Refusal(RefusalCode.TIMEOUT, "The name " + host + " was not found in time", e);
        } catch (RejectedExecutionException e) {
            throw new Refusal(RefusalCode.UNAVAILABLE, "This server has no thread to look a name up with", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UncheckedIOException) {
                return List.of();
            }
            throw new IllegalStateException("A name could not be looked up", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refusal(RefusalCode.UNAVAILABLE, "This server is stopping", e);
        }
    }

    private List<InetAddress> ask(String host) {
        try {
            return network.addresses(host);
        } catch (UnknownHostException e) {
            throw new UncheckedIOException(e);
        }
    }
}
