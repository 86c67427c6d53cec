package ai.ekaya.egress;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;

/** The network as this machine sees it. Tests put another behind it, as what is checked here can never be a loopback address. */
interface Network {
    Network HERE = new Network() {
        @Override
        public List<InetAddress> addresses(String name) throws UnknownHostException {
            return List.of(InetAddress.getAllByName(name));
        }

        @Override
        public InetSocketAddress route(InetSocketAddress checked) {
            return checked;
        }
    };

    /** All addresses of a name; blocks for as long as the name servers take. */
    List<InetAddress> addresses(String name) throws UnknownHostException;

    /** Where a connection to an address that was checked goes. */
    InetSocketAddress route(InetSocketAddress checked);
}
