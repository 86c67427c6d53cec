package ai.ekaya.egress;

import ai.ekaya.limits.Refusal;
import java.io.InputStream;
import java.util.Map;

/**
 * An answer whose body is still coming, as the events of a model. Reading it throws {@link Refusal}
 * when the time is over, the run was stopped, the peer broke off or more comes than was allowed. Not thread-safe; close it.
 */
public final class OpenAnswer implements AutoCloseable {
    private final int status;
    private final Map<String, String> headers;
    private final InputStream body;
    private final Runnable end;

    OpenAnswer(int status, Map<String, String> headers, InputStream body, Runnable end) {
        this.status = status;
        this.headers = Map.copyOf(headers);
        this.body = body;
        this.end = end;
    }

    public int status() {
        return status;
    }

    /** As {@link OutboundAnswer#headers}. */
    public Map<String, String> headers() {
        return headers;
    }

    /** SECURITY: nobody has looked at it for secrets yet; whoever shows it to anybody does. */
    public InputStream body() {
        return body;
    }

    /** Ends the connection, whatever is still to come. */
    @Override
    public void close() {
        end.run();
    }
}
