package ai.ekaya.web;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
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
            return PlainText.isStorableAddress(path, query) && isText(path);
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** Whether what stands behind percent signs is UTF-8: RESTEasy logs a stack for each address where it is not. */
    private static boolean isText(String path) {
        ByteBuffer bytes = ByteBuffer.wrap(unescaped(path));
        try {
            StandardCharsets.UTF_8.newDecoder().decode(bytes);
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    /** @param path a part of a URI, so that two hexadecimal digits follow each percent sign */
    private static byte[] unescaped(String path) {
        byte[] raw = path.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(raw.length);
        for (int at = 0; at < raw.length; at++) {
            if (raw[at] == '%') {
                bytes.write(Character.digit(raw[at + 1], 16) * 16 + Character.digit(raw[at + 2], 16));
                at += 2;
            } else {
                bytes.write(raw[at]);
            }
        }
        return bytes.toByteArray();
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
        return isIn(path, "/api") || path.equals("/metrics") || isIn(path, "/mcp");
    }

    /** What a servlet of ours answers, not as a page and with its own idea of methods. */
    static boolean isServlet(String path) {
        return isIn(path, Api.PATH)
                || isIn(path, "/sso")
                || isIn(path, "/mcp")
                || isIn(path, "/.well-known/oauth-protected-resource")
                || path.equals("/metrics");
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
