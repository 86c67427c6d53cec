package ai.ekaya.boot;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** {@code /health/ready}: UP once the start has ended well; else its data say what is missing. */
@Readiness
@ApplicationScoped
public class ReadyCheck implements HealthCheck {
    private final StartState state;

    @Inject
    public ReadyCheck(StartState state) {
        this.state = state;
    }

    /** For the container's proxy. */
    protected ReadyCheck() {
        this(new StartState());
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("ekaya")
                .status(state.isReady())
                .withData("missing", String.join("; ", state.missing()))
                .build();
    }
}
