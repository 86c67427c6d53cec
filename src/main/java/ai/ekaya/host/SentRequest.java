package ai.ekaya.host;

import ai.ekaya.egress.OutboundWitness;
import ai.ekaya.keys.Secret;
import ai.ekaya.leak.KnownValue;
import java.util.Optional;

/**
 * What one request of a run did to the world: a writing one is announced when its connection stands and before its first byte, so that
 * one that never came so far leaves nothing in doubt; what was sent and not answered stays in doubt. Not thread-safe.
 */
final class SentRequest implements OutboundWitness {
    private final RunCalls run;
    private final boolean writes;
    private Optional<RunEffects.Announced> announced = Optional.empty();
    private boolean unanswered;

    SentRequest(RunCalls run, boolean writes) {
        this.run = run;
        this.writes = writes;
    }

    @Override
    public void sending() {
        unanswered = true;
        if (writes && announced.isEmpty()) {
            announced = Optional.of(run.effects().announce());
        }
    }

    @Override
    public void answered() {
        unanswered = false;
    }

    @Override
    public void obtained(String credential, Secret token) {
        run.exits().know(new KnownValue("access token of " + credential, token.value()));
    }

    @Override
    public void opened(String credential, Secret secret) {
        run.exits().know(new KnownValue(credential, secret.value()));
    }

    @Override
    public void moved(long bytesSent, long bytesReceived) {
        run.moved(bytesSent + bytesReceived);
    }

    /** Whatever the answer says, it is one: the peer knows what it did. */
    void settle() {
        if (!unanswered) {
            announced.ifPresent(RunEffects.Announced::happened);
        }
    }
}
