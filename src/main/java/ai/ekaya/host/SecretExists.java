package ai.ekaya.host;

import ai.ekaya.secrets.Secrets;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Optional;

/**
 * {@code secret_exists}: whether the project has a secret of a name that the app was granted. Nothing else of it is told.
 *
 * <p>Arguments  {"name": string ≤ 64 bytes}, in any spelling
 * <p>Answer     {"exists": bool}
 * <p>Limits     counts as a host call
 * <p>Errors     NOT_PERMITTED (a name that was not granted, whether there is such a secret or not), BAD_ARGUMENT, LIMIT
 * <p>Source     contracts §2; docs/rationale.md "Why may an app ask only for secrets that it names?"
 */
final class SecretExists implements HostFunction {
    private static final int NAME_BYTES_MAX = 64;

    private final Secrets secrets;

    SecretExists(Secrets secrets) {
        this.secrets = secrets;
    }

    @Override
    public String name() {
        return "secret_exists";
    }

    @Override
    public Optional<String> secret(Arguments arguments) {
        return Optional.of(arguments.text("name", NAME_BYTES_MAX));
    }

    @Override
    public Answer call(RunCalls run, Arguments arguments) {
        arguments.allowing("name");
        boolean exists = secrets.exists(run.scope().project(), arguments.text("name", NAME_BYTES_MAX));
        return Answer.of(JsonNodeFactory.instance.objectNode().put("exists", exists));
    }
}
