package ai.ekaya.web;

import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/** Addresses of the web page that a request may name to be led to. */
public final class Pages {
    private static final String START = "/";
    private static final int LENGTH_MAX = 2048;

    private Pages() {}

    /**
     * The address as given if it is a view of our page, with its query, else the start page.
     *
     * <p>SECURITY: what a browser would take for another site's is not ours, however it is written; PagesTest guards it.
     */
    public static String ownOrStart(@Nullable String asked) {
        if (asked == null || asked.length() > LENGTH_MAX) {
            return START;
        }
        try {
            URI uri = new URI(asked);
            String path = uri.getRawPath();
            // What browsers read another way than we do is refused by the parser, such as backslashes and control
            // characters.
            boolean ours = !uri.isAbsolute()
                    && uri.getRawAuthority() == null
                    && path != null
                    && !path.startsWith("//")
                    && path.chars().allMatch(c -> c < 128)
                    && path.equals(uri.normalize().getRawPath())
                    && Addresses.isPage(path);
            return ours ? uri.toASCIIString() : START;
        } catch (URISyntaxException e) {
            return START;
        }
    }
}
