package ai.ekaya.egress;

import java.io.IOException;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.Method;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.HttpResponseInformationCallback;
import org.apache.hc.core5.http.protocol.HttpContext;

/** Tells the witness that a connection stands and the request itself comes next, and that its answer has begun. Not thread-safe. */
final class WitnessedExecutor extends HttpRequestExecutor {
    private final OutboundWitness witness;
    private boolean sent;

    WitnessedExecutor(OutboundWitness witness) {
        this.witness = witness;
    }

    /** Whether the request itself was sent, and not only a proxy asked for a way. */
    boolean sent() {
        return sent;
    }

    @Override
    public ClassicHttpResponse execute(
            ClassicHttpRequest request,
            HttpClientConnection connection,
            HttpResponseInformationCallback informed,
            HttpContext context)
            throws IOException, HttpException {
        boolean asksOnlyTheProxy = Method.CONNECT.isSame(request.getMethod());
        if (!asksOnlyTheProxy) {
            witness.sending();
            sent = true;
        }
        ClassicHttpResponse response = super.execute(request, connection, informed, context);
        if (!asksOnlyTheProxy) {
            witness.answered();
        }
        return response;
    }
}
