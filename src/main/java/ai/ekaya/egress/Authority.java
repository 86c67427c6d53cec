package ai.ekaya.egress;

import ai.ekaya.keys.Secret;
import ai.ekaya.pack.Capabilities.Credential;
import java.util.List;
import java.util.function.Supplier;

/** What a request is sent with that no app may see. It is opened right before the wire, and goes to the request's own origin alone. */
public sealed interface Authority {
    Authority NONE = new Declared(List.of());

    /**
     * The credential that the request's rule names, of those that a package declares and a project granted; its value is the project's
     * secret of that name.
     */
    record Declared(List<Credential> credentials) implements Authority {
        public Declared {
            credentials = List.copyOf(credentials);
        }
    }

    /**
     * A header of the platform's own request.
     *
     * @param prefix before the value, as {@code "Bearer "}
     * @param value opened for each request; {@link ai.ekaya.limits.Refusal} where there is none
     */
    record Given(String header, String prefix, Supplier<Secret> value) implements Authority {}
}
