package ai.ekaya.run;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.eclipse.microprofile.config.ConfigProvider;

/** What runs get from the container: its threads, and which server this is. */
@Singleton
public class RunWiring {
    @Resource(lookup = "java:comp/DefaultManagedExecutorService")
    private ManagedExecutorService executor;

    @Resource(lookup = "java:comp/DefaultManagedScheduledExecutorService")
    private ManagedScheduledExecutorService timer;

    @Produces
    @Singleton
    RunThreads threads() {
        return new RunThreads(executor, timer);
    }

    /** {@code EKAYA_SERVER_ID}, or this machine and the server's own folder, which two servers never share. */
    @Produces
    @Singleton
    ServerId serverId() {
        return new ServerId(ConfigProvider.getConfig()
                .getOptionalValue("EKAYA_SERVER_ID", String.class)
                .orElseGet(() -> host() + ":" + System.getProperty("user.dir")));
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            // A container without a name of its own: the folder alone has to do.
            return "localhost";
        }
    }
}
