package ai.ekaya.egress;

import ai.ekaya.keys.Secret;

/** Who has to know how far a request came: one that was begun to be sent and never answered may have done what it asked for, or not. */
public interface OutboundWitness {
    OutboundWitness NOBODY = new OutboundWitness() {
        @Override
        public void sending() {}

        @Override
        public void answered() {}

        @Override
        public void moved(long bytesSent, long bytesReceived) {}
    };

    /**
     * A connection stands, and the next byte is the request's. Called for each hop of a redirect.
     *
     * @throws ai.ekaya.limits.Refusal when it must not be sent after all
     */
    void sending();

    /** The answer's head has come to what was sent last. */
    void answered();

    /** A token was traded for the credential, and goes with the request: a peer may send it back. */
    default void obtained(String credential, Secret token) {}

    /** The credential's value of now, which goes with the request; it may have been set since whoever asks began. */
    default void opened(String credential, Secret secret) {}

    /** At the end: bytes of bodies and of heads' text, of all hops. */
    void moved(long bytesSent, long bytesReceived);
}
