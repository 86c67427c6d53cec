package ai.ekaya.egress;

import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import java.net.IDN;
import java.util.Locale;
import java.util.regex.Pattern;

/** A URL's host in one form: a name in lower case with IDN as punycode, four decimal numbers, or IPv6 in brackets. */
final class HostText {
    private static final int LENGTH_MAX = 253;
    private static final Pattern LABEL = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?");
    /** What some readers take for a number: then the host is an address for them, in hex, in octal or in one piece. */
    private static final Pattern NUMBER = Pattern.compile("[0-9]+|0x[0-9a-f]*");

    private static final Pattern IPV4 = Pattern.compile("(?:(?:0|[1-9][0-9]{0,2})(?:\\.(?!$)|$)){4}");
    private static final int BYTE_MAX = 255;

    private HostText() {}

    /** @throws Refusal {@code BAD_ARGUMENT} */
    static String canonical(String text) {
        if (text.startsWith("[")) {
            return AddressText.canonicalIpv6(text);
        }
        if (text.isEmpty()) {
            throw OutboundUrl.bad("The URL has no host, expected https://host/path");
        }
        if (text.endsWith(".") || text.indexOf('%') >= 0) {
            throw OutboundUrl.bad("The URL's host ends with a dot or has a %, expected a plain name");
        }
        String host = ascii(text);
        String[] labels = host.split("\\.", -1);
        for (String label : labels) {
            check(label);
        }
        if (host.length() > LENGTH_MAX) {
            throw OutboundUrl.bad("The URL's host has " + host.length() + " characters, at most " + LENGTH_MAX);
        }
        if (NUMBER.matcher(labels[labels.length - 1]).matches()) {
            refuseOtherNumbers(host, text);
        }
        return host;
    }

    private static String ascii(String text) {
        try {
            return IDN.toASCII(text, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            throw new Refusal(
                    RefusalCode.BAD_ARGUMENT,
                    "The URL's host is no host name, expected letters, digits, dashes and dots",
                    e);
        }
    }

    private static void check(String label) {
        if (!LABEL.matcher(label).matches()) {
            throw OutboundUrl.bad(
                    "The URL's host has a part that is empty or no name, expected letters, digits and dashes between dots");
        }
        // A name in punycode that stands for another spelling of a name is two names for one host.
        if (label.startsWith("xn--")) {
            String read = IDN.toUnicode(label, IDN.USE_STD3_ASCII_RULES);
            if (read.equals(label) || !ascii(read).equals(label)) {
                throw OutboundUrl.bad("The URL's host has a part in punycode that stands for no name");
            }
        }
    }

    // SECURITY: 0x7f000001, 0177.0.0.1, 2130706433 and 127.1 are loopback for some readers; OutboundUrlTest.
    private static void refuseOtherNumbers(String host, String text) {
        boolean plain = IPV4.matcher(host).matches() && host.equals(text);
        if (plain) {
            for (String part : host.split("\\.", -1)) {
                plain &= Integer.parseInt(part) <= BYTE_MAX;
            }
        }
        if (!plain) {
            throw OutboundUrl.bad(
                    "The URL's host ends with a number, expected a name or four decimal numbers as 192.0.2.1");
        }
    }
}
