package ai.ekaya.egress;

/**
 * Who looks for secrets in what leaves: after a request was allowed and before a credential is put into it, at each hop of a redirect. So
 * it never sees the credential itself, and sees one that a peer puts into the address that it redirects to.
 */
public interface OutboundScan {
    /** Of what the platform makes itself, of texts that were looked at where they entered. */
    OutboundScan OF_NOTHING = request -> {};

    /** @throws ai.ekaya.limits.Refusal {@code LEAK}: it is not sent */
    void leaving(OutboundRequest request);
}
