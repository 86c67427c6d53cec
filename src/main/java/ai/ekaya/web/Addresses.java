package ai.ekaya.web;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What stands at which address, as far as the outermost filter must know it. */
final class Addresses {
    private static final Set<String> READING = Set.of("GET", "HEAD");

    private Addresses() {}

    /** RESTEasy takes an address that is no URI for a mistake of the server, and a database one with U+0000. */
    static boolean isReadable(String path, @Nullable String query) {
        try {
            new URI(query == null ? path : path + "?" + query);
            return PlainText.isStorableAddress(path, query);
        } catch (URISyntaxException e) {
            return false;
        }
    }

    static boolean reads(String method) {
        return READING.contains(method);
    }

    /** The views of the web page, as its router knows them. */
    static boolean isPage(String path) {
        return path.equals("/") || path.equals("/index.html") || path.equals("/p") || path.startsWith("/p/");
    }

    /** What no person opens. */
    static boolean isForPrograms(String path) {
        return isIn(path, "/api") || path.equals("/metrics");
    }

    /** What a servlet of ours answers, not as a page and with its own idea of methods. */
    static boolean isServlet(String path) {
        return isIn(path, Api.PATH) || isIn(path, "/sso") || path.equals("/metrics");
    }

    /** Whether a file of the web page can stand there. */
    static boolean isFile(String path) {
        return !path.endsWith("/") && !path.contains("//") && !path.contains(";") && !isInternal(path);
    }

    private static boolean isInternal(String path) {
        String upper = path.toUpperCase(Locale.ROOT);
        return upper.startsWith("/WEB-INF") || upper.startsWith("/META-INF") || path.contains("%");
    }

    private static boolean isIn(String path, String folder) {
        return path.equals(folder) || path.startsWith(folder + "/");
    }
}
