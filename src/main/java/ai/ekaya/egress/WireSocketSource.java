package ai.ekaya.egress;

import java.net.InetAddress;
import java.net.Proxy;
import java.net.Socket;
import java.util.Set;
import org.apache.hc.client5.http.io.DetachedSocketFactory;

/** Makes the sockets of one request. */
record WireSocketSource(Set<InetAddress> checked, Network network, Trip trip) implements DetachedSocketFactory {
    @Override
    public Socket create(Proxy socks) {
        return new WireSocket(checked, network, trip);
    }
}
