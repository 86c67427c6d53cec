package ai.ekaya.egress;

import ai.ekaya.pack.Capabilities.HttpRule;
import java.util.List;

/** Whom a request may be sent to at all: only public addresses, but for what an operator opened to the platform. */
public sealed interface Reach {
    /**
     * What an app may reach: what its package asks for and the project granted, both.
     *
     * @param asked in the package
     */
    record App(List<HttpRule> asked, List<HttpRule> granted) implements Reach {
        public App {
            asked = List.copyOf(asked);
            granted = List.copyOf(granted);
        }
    }

    /**
     * A call that the platform itself makes, to an address that an administrator wrote down: any host by https, and redirects are not
     * followed.
     *
     * @param purpose one word for the metrics, as {@code llm} or {@code webhook}; one of a handful
     */
    record Platform(String purpose) implements Reach {}

    /**
     * A call of the platform to a server beside it, whose address the operator wrote into the server's settings: loopback alone, with or
     * without TLS, past a proxy. SECURITY: never for an address that somebody else wrote.
     *
     * @param purpose as of {@link Platform}
     */
    record Loopback(String purpose) implements Reach {}

    /** One word for what the request is made for; {@code app} for apps. */
    default String purpose() {
        return switch (this) {
            case App app -> "app";
            case Platform platform -> platform.purpose();
            case Loopback loopback -> loopback.purpose();
        };
    }
}
