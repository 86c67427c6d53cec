package ai.ekaya.oidc;

import java.security.NoSuchAlgorithmException;
import java.util.Map;
import javax.net.ssl.SSLContext;

/**
 * Which certificates the server trusts, by server.xml; so that whom the sign-in trusts is also asked. By reflection: the server's API
 * for this is in no Maven repository at the server's version.
 */
final class ServersTrust {
    private static final String HELPER = "com.ibm.websphere.ssl.JSSEHelper";
    private static final String LISTENER = "com.ibm.websphere.ssl.SSLConfigChangeListener";
    private static final String CONFIGURATION = "defaultSSLConfig";

    private ServersTrust() {}

    /** The JVM's own where there is no such server, as in a test. */
    static SSLContext context() {
        try {
            ClassLoader server = Thread.currentThread().getContextClassLoader();
            Class<?> type = Class.forName(HELPER, true, server);
            Object helper = type.getMethod("getInstance").invoke(null);
            return (SSLContext)
                    type.getMethod("getSSLContext", String.class, Map.class, Class.forName(LISTENER, true, server))
                            .invoke(helper, CONFIGURATION, null, null);
        } catch (ClassNotFoundException e) {
            return ofJvm();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("The server has no SSL configuration " + CONFIGURATION, e);
        }
    }

    private static SSLContext ofJvm() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This JVM has no TLS", e);
        }
    }
}
