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

/** Tells the witness that a connection stands and the request itself comes next, and that its answer has begun. */
final class WitnessedExecutor extends HttpRequestExecutor {
    private final OutboundWitness witness;

    WitnessedExecutor(OutboundWitness witness) {
        this.witness = witness;
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
        }
        ClassicHttpResponse response = super.execute(request, connection, informed, context);
        if (!asksOnlyTheProxy) {
            witness.answered();
        }
        return response;
    }
}
