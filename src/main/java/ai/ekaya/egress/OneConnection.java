package ai.ekaya.egress;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.auth.BasicCredentialsProvider;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.BasicHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.DefaultHttpClientConnectionOperator;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.io.DetachedSocketFactory;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.client5.http.ssl.HttpsSupport;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.URIScheme;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.reactor.ssl.SSLBufferMode;

/** Apache's client for one request over one connection, with everything switched off that it would do by itself. Not thread-safe. */
final class OneConnection implements AutoCloseable {
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    private final CloseableHttpClient client;
    private final WitnessedExecutor executor;

    OneConnection(
            DetachedSocketFactory sockets,
            Pinned names,
            SSLContext tls,
            Optional<EgressSettings.Proxy> proxy,
            Limits limits,
            Trip trip,
            OutboundWitness witness) {
        executor = new WitnessedExecutor(witness);
        int connectMillis = trip.leftMillis(limits.of(Limit.EGRESS_CONNECT_MILLIS));
        int leftMillis = trip.leftMillis(Integer.MAX_VALUE);
        // SECURITY: both the JDK's own check of the name and the library's, which knows public suffixes; EgressTlsTest.
        DefaultClientTlsStrategy strategy = new DefaultClientTlsStrategy(
                tls,
                PROTOCOLS,
                null,
                SSLBufferMode.STATIC,
                HostnameVerificationPolicy.BOTH,
                HttpsSupport.getDefaultHostnameVerifier());
        BasicHttpClientConnectionManager manager = new BasicHttpClientConnectionManager(
                new DefaultHttpClientConnectionOperator(
                        sockets, null, names, scheme -> URIScheme.HTTPS.same(scheme) ? strategy : null),
                ManagedHttpClientConnectionFactory.builder()
                        .http1Config(Http1Config.custom()
                                .setMaxLineLength(limits.intOf(Limit.EGRESS_HEADERS_BYTES))
                                .setMaxHeaderCount(limits.intOf(Limit.EGRESS_HEADERS_COUNT))
                                .build())
                        .build());
        manager.setConnectionConfig(ConnectionConfig.custom()
                .setConnectTimeout(connectMillis, TimeUnit.MILLISECONDS)
                .setSocketTimeout(leftMillis, TimeUnit.MILLISECONDS)
                .build());
        manager.setSocketConfig(SocketConfig.custom()
                .setSoTimeout(leftMillis, TimeUnit.MILLISECONDS)
                .build());
        manager.setTlsConfig(TlsConfig.custom()
                .setHandshakeTimeout(connectMillis, TimeUnit.MILLISECONDS)
                .build());
        HttpClientBuilder builder = HttpClientBuilder.create()
                .setConnectionManager(manager)
                .setRequestExecutor(executor)
                .setUserAgent("Ekaya-Apps")
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableContentCompression()
                .disableAutomaticRetries()
                .disableAuthCaching()
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setExpectContinueEnabled(false)
                        .setProtocolUpgradeEnabled(false)
                        .setRedirectsEnabled(false)
                        .setResponseTimeout(leftMillis, TimeUnit.MILLISECONDS)
                        .build());
        proxy.ifPresent(through -> throughProxy(builder, through));
        client = builder.build();
    }

    private static void throughProxy(HttpClientBuilder builder, EgressSettings.Proxy proxy) {
        builder.setProxy(new HttpHost("http", proxy.host(), proxy.port()));
        proxy.login().ifPresent(login -> {
            BasicCredentialsProvider credentials = new BasicCredentialsProvider();
            credentials.setCredentials(
                    new AuthScope(proxy.host(), proxy.port()),
                    new UsernamePasswordCredentials(
                            login.user(), login.password().value().toCharArray()));
            builder.setDefaultCredentialsProvider(credentials);
        });
    }

    ClassicHttpResponse send(HttpHost host, ClassicHttpRequest request) throws IOException {
        ClassicHttpResponse response = client.executeOpen(host, request, HttpClientContext.create());
        // SECURITY: the library gives a proxy's refusal as if it were the host's answer; ProxyTest.
        if (!executor.sent() || response.getCode() == HttpStatus.SC_PROXY_AUTHENTICATION_REQUIRED) {
            throw new ClientProtocolException(new ProxyRefused(response.getCode()));
        }
        return response;
    }

    @Override
    public void close() {
        client.close(CloseMode.IMMEDIATE);
    }
}
