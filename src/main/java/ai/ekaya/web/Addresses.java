package ai.ekaya.web;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which addresses are views of the web page. */
final class Addresses {
    private static final Set<String> NOT_PAGES = Set.of(
            "api", "sso", "mcp", "hooks", "health", "metrics", "openapi", "oidcclient", "assets", "-", ".well-known");

    private Addresses() {}

    /** RESTEasy takes an address that is no URI for a mistake of the server. */
    static boolean isReadable(String path, @Nullable String query) {
        try {
            new URI(query == null ? path : path + "?" + query);
            return true;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** A view has no extension: {@code /projects/7/apps}. What looks like a file and is none stays a 404. */
    static boolean isPage(String method, String path) {
        if (!method.equals("GET") && !method.equals("HEAD")) {
            return false;
        }
        if (path.equals("/index.html")) {
            return true;
        }
        String first = path.substring(path.startsWith("/") ? 1 : 0).split("[/;]", 2)[0];
        String last = path.substring(path.lastIndexOf('/') + 1);
        return !NOT_PAGES.contains(first) && !last.contains(".");
    }
}
