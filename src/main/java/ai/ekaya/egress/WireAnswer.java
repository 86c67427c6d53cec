package ai.ekaya.egress;

import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.apache.hc.core5.http.Header;

/**
 * An answer as it came.
 *
 * @param body as it was sent, packed or not; reading it throws {@link java.io.IOException} when the peer breaks off
 * @param length as the peer says it; negative where it does not
 * @param end closes the connection
 */
record WireAnswer(int status, List<Header> headers, InputStream body, long length, Runnable end)
        implements AutoCloseable {
    /** The first value of a header. */
    Optional<String> header(String name) {
        return headers.stream()
                .filter(header -> header.getName().equalsIgnoreCase(name))
                .map(header -> header.getValue() == null ? "" : header.getValue())
                .findFirst();
    }

    @Override
    public void close() {
        end.run();
    }
}
