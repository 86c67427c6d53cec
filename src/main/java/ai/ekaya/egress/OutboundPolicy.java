package ai.ekaya.egress;

import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.pack.Capabilities.HttpRule;
import ai.ekaya.pack.Capabilities.Scheme;
import java.net.InetAddress;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Which requests may be made, and to which addresses. Asked for each hop of a redirect. Thread-safe. */
final class OutboundPolicy {
    private static final Comparator<HttpRule> NARROWEST = Comparator.comparing(HttpRule::isWildcard)
            .thenComparing(rule -> -rule.pathPrefix().length());

    private final AllowedPrivate operators;

    OutboundPolicy(AllowedPrivate operators) {
        this.operators = operators;
    }

    /**
     * The rule that an app's request is made under, the narrowest of those that allow it; empty for the platform's own.
     *
     * @throws Refusal {@code NOT_PERMITTED}
     */
    Optional<HttpRule> authorise(Reach reach, String method, OutboundUrl url) {
        return switch (reach) {
            case Reach.App app -> Optional.of(authorise(app, method, url));
            case Reach.Platform platform -> {
                requireTls(url);
                yield Optional.empty();
            }
            // What does not leave the machine needs no TLS; requireAddresses sees to that it does not.
            case Reach.Loopback loopback -> Optional.empty();
        };
    }

    // SECURITY: both lists, as a project may grant more than a package asks for and a package ask for more than it was
    // granted. Guarded by OutboundPolicyTest.
    private static HttpRule authorise(Reach.App app, String method, OutboundUrl url) {
        List<HttpRule> asked = matching(app.asked(), method, url);
        List<HttpRule> granted = matching(app.granted(), method, url);
        return asked.stream()
                .filter(rule -> granted.stream()
                        .anyMatch(each ->
                                rule.credential().isEmpty() || rule.credential().equals(each.credential())))
                .min(NARROWEST)
                .orElseThrow(() -> new Refusal(
                        RefusalCode.NOT_PERMITTED,
                        (asked.isEmpty() ? "The package does not ask for " : "The project did not grant ") + method
                                + " at " + url.writtenOrigin()
                                + " and this path; http in capabilities.json lists what an app may call"));
    }

    private static List<HttpRule> matching(List<HttpRule> rules, String method, OutboundUrl url) {
        String path = url.decodedPath();
        return rules.stream()
                .filter(rule -> rule.scheme() == url.scheme()
                        && rule.port() == url.port()
                        && rule.allowsHost(url.host())
                        && rule.methods().contains(method)
                        && rule.allowsPath(path))
                .toList();
    }

    private void requireTls(OutboundUrl url) {
        if (url.scheme() != Scheme.HTTPS && !operators.names(url)) {
            throw new Refusal(
                    RefusalCode.NOT_PERMITTED,
                    "The address " + url.writtenOrigin() + " is not https; an operator allows it as host:port in "
                            + AllowedPrivate.KEY);
        }
    }

    /**
     * SECURITY: all of them must do: of a name with a public and a private address the second might be taken. Guarded by
     * OutboundPolicyTest and ResolvedNamesTest.
     *
     * @throws Refusal {@code NOT_PERMITTED}; it does not say which address a name has
     */
    void requireAddresses(Reach reach, OutboundUrl url, List<InetAddress> addresses) {
        if (reach instanceof Reach.Loopback) {
            requireLoopback(url, addresses);
            return;
        }
        for (InetAddress address : addresses) {
            RefusedAddresses.find(address)
                    .filter(row -> !opened(reach, row, url, address))
                    .ifPresent(row -> {
                        throw new Refusal(
                                RefusalCode.NOT_PERMITTED,
                                "The host " + url.written() + " has an address that is not public: " + row.what());
                    });
        }
    }

    private static void requireLoopback(OutboundUrl url, List<InetAddress> addresses) {
        if (!addresses.stream().allMatch(InetAddress::isLoopbackAddress)) {
            throw new Refusal(
                    RefusalCode.NOT_PERMITTED,
                    "The host " + url.written()
                            + " has an address that is not loopback, expected a server of this machine");
        }
    }

    private boolean opened(Reach reach, RefusedAddresses.Row row, OutboundUrl url, InetAddress address) {
        return reach instanceof Reach.Platform && row.operators() && operators.allows(url, address);
    }

    /** Whether it is a host of this machine or on the premises, which a proxy to the outside does not know. */
    boolean isOnPremises(Reach reach, OutboundUrl url) {
        return switch (reach) {
            case Reach.App app -> false;
            case Reach.Platform platform -> operators.names(url);
            case Reach.Loopback loopback -> true;
        };
    }
}
