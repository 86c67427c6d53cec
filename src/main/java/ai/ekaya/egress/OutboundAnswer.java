package ai.ekaya.egress;

import java.util.Map;

/**
 * What a peer answered, whatever its status.
 *
 * @param headers names in lower case, several values of one joined by a comma; without cookies and what belongs to the connection
 * @param body unpacked
 */
public record OutboundAnswer(int status, Map<String, String> headers, byte[] body) {
    public OutboundAnswer {
        headers = Map.copyOf(headers);
    }

    /** Nothing that the peer wrote. */
    @Override
    public String toString() {
        return status + " with " + body.length + " bytes";
    }
}
