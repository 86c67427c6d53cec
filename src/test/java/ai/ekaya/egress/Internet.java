package ai.ekaya.egress;

import ai.ekaya.identity.ProjectId;
import ai.ekaya.keys.Secret;
import ai.ekaya.limits.Cancellation;
import ai.ekaya.limits.Limits;
import ai.ekaya.pack.Capabilities;
import ai.ekaya.pack.Capabilities.HttpRule;
import ai.ekaya.pack.Capabilities.Inject;
import ai.ekaya.pack.Capabilities.Scheme;
import ai.ekaya.secrets.Secrets;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/**
 * Names and addresses of a world of scripted servers, and a way out into it. Names stand for public addresses, which are checked as in
 * production; only after that a connection goes to the server on loopback that plays the part of that address.
 */
public final class Internet implements Network, AutoCloseable {
    public static final ProjectId PROJECT = new ProjectId(new UUID(0, 1));
    private static final ScheduledExecutorService TIMER = Executors.newScheduledThreadPool(1, task -> {
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        return thread;
    });

    public final List<String> lookedUp = new CopyOnWriteArrayList<>();
    /** Where connections went, as address and port. */
    public final List<String> connected = new CopyOnWriteArrayList<>();

    public final Map<String, Secret> secrets = new ConcurrentHashMap<>();
    OutboundScan scan = OutboundScan.OF_NOTHING;
    public final EgressMeters meters = new EgressMeters();
    Clock clock = Clock.systemUTC();
    Limits limits = Limits.defaults();
    EgressSettings settings = new EgressSettings(AllowedPrivate.NOTHING, Optional.empty(), Optional.empty());

    private final Map<String, List<List<InetAddress>>> names = new ConcurrentHashMap<>();
    private final List<Peer> peers = new CopyOnWriteArrayList<>();
    private final Map<String, Integer> ports = new ConcurrentHashMap<>();
    private int nextAddress = 10;

    /** A server with TLS at port 443 of a public address of its own. */
    public Peer https(String name) {
        return https(name, 443);
    }

    public Peer https(String name, int port) {
        return at(name, port, Peer.tls(TestCertificates.KNOWN.server()));
    }

    public Peer http(String name) {
        return at(name, 80, Peer.plain());
    }

    public Peer at(String name, int port, Peer peer) {
        String address = "93.184.216." + nextAddress++;
        name(name, List.of(address));
        plays(address + ":" + port, peer);
        return peer.answers(Peer.text("HTTP/1.1 200 OK\r\nContent-Type: text/plain", "hello"));
    }

    /** What a name stands for at each asking; the last holds on. */
    @SafeVarargs
    public final void name(String name, List<String>... answers) {
        List<List<InetAddress>> read = new ArrayList<>();
        for (List<String> answer : answers) {
            read.add(answer.stream()
                    .map(text -> AddressText.read(text).orElseThrow())
                    .toList());
        }
        names.put(name, read);
    }

    /** A server that plays one address. */
    public void plays(String addressAndPort, Peer peer) {
        peers.add(peer);
        plays(addressAndPort, peer.port());
    }

    /** Whatever listens at a port of loopback. */
    public void plays(String addressAndPort, int port) {
        ports.put(addressAndPort, port);
    }

    /** What an operator opened, as in the setting. */
    public void allowPrivate(String text) {
        settings = new EgressSettings(AllowedPrivate.parse(text), settings.proxy(), settings.caFile());
    }

    /** All that is made from now on goes through a proxy, without a login. */
    public void through(TestProxy proxy) {
        name("proxy.internal", List.of("10.0.0.8"));
        plays("10.0.0.8:3128", proxy.port());
        settings = new EgressSettings(
                settings.allowedPrivate(),
                Optional.of(new EgressSettings.Proxy("proxy.internal", 3128, Optional.empty())),
                settings.caFile());
    }

    /** A name that nobody knows from now on. */
    void forget(String name) {
        names.remove(name);
    }

    @Override
    public synchronized List<InetAddress> addresses(String name) throws UnknownHostException {
        lookedUp.add(name);
        List<List<InetAddress>> answers = names.get(name);
        if (answers == null) {
            throw new UnknownHostException(name);
        }
        return answers.size() > 1 ? answers.remove(0) : answers.get(0);
    }

    @Override
    public InetSocketAddress route(InetSocketAddress checked) {
        String to = checked.getAddress().getHostAddress() + ":" + checked.getPort();
        connected.add(to);
        // Nobody listens at port 1.
        return new InetSocketAddress("127.0.0.1", ports.getOrDefault(to, 1));
    }

    public Egress egress() {
        return egress(this);
    }

    /** With the secrets of a real project. */
    public Egress egress(Secrets real) {
        return egress(this, real::open);
    }

    Egress egress(Network network) {
        return egress(
                network,
                (project, name) -> project.equals(PROJECT) ? Optional.ofNullable(secrets.get(name)) : Optional.empty());
    }

    private Egress egress(Network network, Credentials.SecretSource source) {
        return new Egress(
                settings,
                network,
                TestCertificates.KNOWN.trusted(),
                source,
                new EgressThreads(task -> Thread.ofPlatform().daemon().start(task), TIMER),
                meters,
                limits,
                clock);
    }

    /** A rule of a host by https with all methods and paths. */
    static HttpRule rule(String host) {
        return new HttpRule(
                Scheme.HTTPS, host, 443, Set.of("GET", "HEAD", "POST", "PUT", "DELETE"), "/", Optional.empty());
    }

    static HttpRule rule(String host, String credential) {
        HttpRule plain = rule(host);
        return new HttpRule(
                plain.scheme(), host, plain.port(), plain.methods(), plain.pathPrefix(), Optional.of(credential));
    }

    /** A request of an app whose package asks for these rules and got them. */
    static OutboundRequest request(String method, String url, HttpRule... rules) {
        return new OutboundRequest(
                PROJECT,
                new Reach.App(List.of(rules), List.of(rules)),
                method,
                OutboundUrl.parse(url),
                List.of(),
                Optional.empty(),
                Authority.NONE,
                Duration.ofSeconds(20),
                1 << 20,
                Optional.empty());
    }

    static Authority credential(String id, Inject inject) {
        return new Authority.Declared(List.of(new Capabilities.Credential(id, inject)));
    }

    OutboundAnswer send(OutboundRequest request) {
        return egress().send(request, new Cancellation(), OutboundWitness.NOBODY, scan);
    }

    @Override
    public void close() {
        peers.forEach(Peer::close);
    }
}
