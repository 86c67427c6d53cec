package ai.ekaya.egress;

import ai.ekaya.pack.Capabilities.HttpRule;
import java.util.List;

/** Whom a request may be sent to at all: in either case only public addresses, but for what an operator opened to the platform. */
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

    /** One word for what the request is made for; {@code app} for apps. */
    default String purpose() {
        return switch (this) {
            case App app -> "app";
            case Platform platform -> platform.purpose();
        };
    }
}
