package ai.ekaya.egress;

import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A block of addresses, as {@code 10.0.0.0/8}. IPv4 and IPv6 never contain each other. */
final class AddressRange {
    private static final Pattern FORM = Pattern.compile("([^/]+)/([0-9]{1,3})");

    private final String text;
    private final byte[] first;
    private final int bits;

    private AddressRange(String text, byte[] first, int bits) {
        this.text = text;
        this.first = first.clone();
        this.bits = bits;
    }

    static AddressRange of(String text) {
        return find(text).orElseThrow(() -> new IllegalArgumentException(text + " is no block of addresses"));
    }

    /** Empty unless the text is an address, a slash and a number of bits that fits it. */
    static Optional<AddressRange> find(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        int bits = Integer.parseInt(parts.group(2));
        return AddressText.read(parts.group(1))
                .map(InetAddress::getAddress)
                .filter(bytes -> bits <= bytes.length * Byte.SIZE)
                .map(bytes -> new AddressRange(text, bytes, bits));
    }

    boolean contains(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length != first.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> bit % Byte.SIZE;
            if ((bytes[bit / Byte.SIZE] & mask) != (first[bit / Byte.SIZE] & mask)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return text;
    }
}
