package ai.ekaya.trigger;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.web.Spoken;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a sender delivers, as Standard Webhooks has it; nothing of it is believed before its signature fits.
 *
 * @param id the sender's own, the same when it tries again
 * @param timestamp seconds since 1970, as it was written
 * @param signatures those of the form that is known
 * @param body exactly as it came
 */
record Delivery(String id, String timestamp, List<byte[]> signatures, byte[] body) {
    static final String ID = "webhook-id";
    static final String TIMESTAMP = "webhook-timestamp";
    static final String SIGNATURE = "webhook-signature";
    /** SECURITY: no dot, or the same signature would fit another id, time and body that are one text when joined. Guarded by DeliveryTest. */
    private static final Pattern ID_FORM = Pattern.compile("[!-~&&[^.,]]+");

    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,12}");
    private static final String VERSION = "v1,";

    Delivery {
        signatures = List.copyOf(signatures);
    }

    /**
     * @param header all values of a header
     * @throws Spoken 401 when it says not, or twice, who sent it
     */
    static Delivery read(Function<String, @Nullable List<String>> header, byte[] body, Limits limits) {
        String id = one(header, ID);
        int most = limits.intOf(Limit.TRIGGER_DELIVERY_ID_COUNT);
        if (id.length() > most || !ID_FORM.matcher(id).matches()) {
            throw Spoken.unauthorized("Header " + ID + " is 1 to " + most
                    + " visible ASCII characters without dots and commas, such as msg_2KWPBgLlAfxdpx2AI54pPJ85f4W");
        }
        String timestamp = one(header, TIMESTAMP);
        if (!SECONDS.matcher(timestamp).matches()) {
            throw Spoken.unauthorized("Header " + TIMESTAMP + " is whole seconds since 1970, such as 1731705121");
        }
        return new Delivery(id, timestamp, signatures(one(header, SIGNATURE), limits), body);
    }

    private static String one(Function<String, @Nullable List<String>> header, String name) {
        List<String> values = header.apply(name);
        if (values == null || values.isEmpty()) {
            throw Spoken.unauthorized("Header " + name + " is missing; a delivery is signed with " + ID + ", "
                    + TIMESTAMP + " and " + SIGNATURE + " as Standard Webhooks has it");
        }
        if (values.size() > 1) {
            throw Spoken.unauthorized("Header " + name + " came " + values.size() + " times, expected once");
        }
        return values.get(0);
    }

    private static List<byte[]> signatures(String text, Limits limits) {
        String[] parts = text.strip().split(" +", -1);
        int most = limits.intOf(Limit.TRIGGER_SIGNATURES_COUNT);
        if (parts.length > most) {
            throw Spoken.unauthorized("Header " + SIGNATURE + " has " + parts.length + " signatures, at most " + most);
        }
        List<byte[]> signatures = new ArrayList<>();
        for (String part : parts) {
            if (part.startsWith(VERSION)) {
                decoded(part.substring(VERSION.length())).ifPresent(signatures::add);
            }
        }
        return signatures;
    }

    private static Optional<byte[]> decoded(String base64) {
        try {
            return Optional.of(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException e) {
            // No signature that could fit; another one may.
            return Optional.empty();
        }
    }

    long seconds() {
        return Long.parseLong(timestamp);
    }
}
