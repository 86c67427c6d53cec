package ai.ekaya.notify;

import java.util.Locale;
import java.util.regex.Pattern;

/** Addresses of mail in their plainest form: letters, digits and a few marks, so that none is more than one address or a header. */
final class MailAddress {
    private static final int LENGTH_MAX = 254;
    private static final Pattern FORM = Pattern.compile(
            "(?!\\.)(?!.*\\.[.@])[A-Za-z0-9._%+'-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.)*"
                    + "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?");

    private MailAddress() {}

    static boolean isOne(String text) {
        return text.length() <= LENGTH_MAX && FORM.matcher(text).matches();
    }

    static String domain(String address) {
        return address.substring(address.indexOf('@') + 1).toLowerCase(Locale.ROOT);
    }
}
