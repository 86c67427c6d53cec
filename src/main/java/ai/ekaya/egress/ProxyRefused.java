package ai.ekaya.egress;

import java.io.IOException;
import java.util.Set;
import org.apache.hc.core5.http.HttpStatus;

/** The operator's proxy did not let a request through; of what it wrote only the status. */
final class ProxyRefused extends IOException {
    private static final long serialVersionUID = 1L;
    private static final Set<Integer> BY_ITS_SETTINGS =
            Set.of(HttpStatus.SC_FORBIDDEN, HttpStatus.SC_PROXY_AUTHENTICATION_REQUIRED);

    private final int status;

    ProxyRefused(int status) {
        super("The proxy answered " + status);
        this.status = status;
    }

    /** Its list of hosts, or the login that this server has there; anything else may be otherwise a minute later. */
    boolean isLasting() {
        return BY_ITS_SETTINGS.contains(status);
    }
}
