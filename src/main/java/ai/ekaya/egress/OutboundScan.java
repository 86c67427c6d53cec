package ai.ekaya.egress;

/**
 * Who looks for secrets in what leaves and in what comes back. Called after a request was allowed and before a credential is put into it, and
 * once the whole answer is there: so the scan never sees the credential itself, and sees it when a peer sends it back. Thread-safe.
 */
public interface OutboundScan {
    /**
     * A request as its author made it, at each hop.
     *
     * @throws ai.ekaya.limits.Refusal {@code LEAK}: it is not sent
     */
    void request(OutboundRequest request);

    /**
     * The answer as the asker may see it.
     *
     * @throws ai.ekaya.limits.Refusal {@code LEAK}: nothing of it is shown
     */
    OutboundAnswer answer(OutboundRequest request, OutboundAnswer answer);
}
