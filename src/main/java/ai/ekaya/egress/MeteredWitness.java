package ai.ekaya.egress;

import ai.ekaya.keys.Secret;

/** Counts what was moved, and tells the witness. */
record MeteredWitness(OutboundWitness witness, EgressMeters meters) implements OutboundWitness {
    @Override
    public void sending() {
        witness.sending();
    }

    @Override
    public void answered() {
        witness.answered();
    }

    @Override
    public void obtained(String credential, Secret token) {
        witness.obtained(credential, token);
    }

    @Override
    public void opened(String credential, Secret secret) {
        witness.opened(credential, secret);
    }

    @Override
    public void moved(long bytesSent, long bytesReceived) {
        meters.moved(bytesSent, bytesReceived);
        witness.moved(bytesSent, bytesReceived);
    }
}
