package ai.ekaya.install;

import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The parts of a {@code multipart/form-data} body (RFC 7578) by name. Read from bytes that are already bounded and in memory; the
 * server's own parser gives a resource no parts and would put packages into temporary files.
 */
final class Multipart {
    private static final int PARTS_MAX = 20;
    private static final Pattern BOUNDARY =
            Pattern.compile("(?i);\\s*boundary=(?:\"([^\"]{1,70})\"|([^\\s;\"]{1,70}))");
    private static final Pattern NAME = Pattern.compile(
            "(?im)^content-disposition:[ \\t]*form-data\\b[^\\r\\n]*?;[ \\t]*name=(?:\"([^\"\\r\\n]*)\"|([^\\s;\"]+))");
    private static final String HEADERS_END = "\r\n\r\n";

    /** The body, one character a byte, so that places in the text are places in the body. */
    private final String body;

    private final Map<String, byte[]> parts = new LinkedHashMap<>();

    private Multipart(byte[] body) {
        this.body = new String(body, StandardCharsets.ISO_8859_1);
    }

    /** @throws Refusal {@code BAD_ARGUMENT} when the body is not made as its type says, or has a part twice */
    static Map<String, byte[]> parts(String contentType, byte[] body) {
        Matcher boundary = BOUNDARY.matcher(contentType);
        if (!boundary.find()) {
            throw bad("Its Content-Type names no boundary; leave it to your client to set (curl -F does)");
        }
        Multipart multipart = new Multipart(body);
        multipart.read("\r\n--" + (boundary.group(1) == null ? boundary.group(2) : boundary.group(1)));
        return multipart.parts;
    }

    private void read(String delimiter) {
        String opening = delimiter.substring(2);
        int at = body.startsWith(opening) ? opening.length() : after(delimiter, 0);
        while (!body.startsWith("--", at)) {
            int start = body.indexOf("\r\n", at);
            int end = start < 0 ? -1 : body.indexOf(delimiter, start);
            if (end < 0) {
                throw bad("A part has no end, or the closing boundary is missing");
            }
            add(body.substring(start, end));
            at = end + delimiter.length();
        }
    }

    private int after(String delimiter, int from) {
        int found = body.indexOf(delimiter, from);
        if (found < 0) {
            throw bad("The boundary that its Content-Type names is not in the body");
        }
        return found + delimiter.length();
    }

    /** @param part from the line end after its boundary: headers, an empty line, content */
    private void add(String part) {
        int headers = part.indexOf(HEADERS_END);
        Matcher name = NAME.matcher(headers < 0 ? "" : part.substring(0, headers));
        if (!name.find()) {
            throw bad("A part has no header 'Content-Disposition: form-data; name=\"…\"'");
        }
        String named = name.group(1) == null ? name.group(2) : name.group(1);
        byte[] content = part.substring(headers + HEADERS_END.length()).getBytes(StandardCharsets.ISO_8859_1);
        if (parts.put(named, content) != null) {
            throw new Refusal(RefusalCode.BAD_ARGUMENT, "Part '" + named + "' came twice");
        }
        if (parts.size() > PARTS_MAX) {
            throw bad("It has more than " + PARTS_MAX + " parts");
        }
    }

    private static Refusal bad(String message) {
        return new Refusal(RefusalCode.BAD_ARGUMENT, "The body is no multipart/form-data: " + message);
    }
}
