package ai.ekaya.datasource;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the operator opens to datasources beyond what is open to all, in {@code ekaya.datasource.allowed-hosts}: a comma between
 * entries of {@code host}, {@code host:port} or {@code host:port/database}. A host is compared as it is written, not by its address.
 */
public record AllowedHosts(List<Entry> entries) {
    private static final Pattern ENTRY =
            Pattern.compile("(\\[[0-9A-Fa-f:.]+\\]|[^\\s:/\\[\\]]+)(?::([0-9]{1,5}))?(?:/(\\S+))?");

    /** Empty means any. */
    record Entry(String host, Optional<Integer> port, Optional<String> database) {
        boolean matches(Target target) {
            return host.equals(target.host().toLowerCase(Locale.ROOT))
                    && port.map(value -> value == target.port()).orElse(true)
                    && database.map(target.database()::equals).orElse(true);
        }
    }

    public AllowedHosts {
        entries = List.copyOf(entries);
    }

    /** @throws IllegalArgumentException naming the entry that cannot be read */
    public static AllowedHosts parse(String text) {
        return new AllowedHosts(Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .map(AllowedHosts::entry)
                .toList());
    }

    private static Entry entry(String text) {
        Matcher parts = ENTRY.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("EKAYA_DATASOURCE_ALLOWED_HOSTS holds '" + text
                    + "', expected host, host:port or host:port/database");
        }
        return new Entry(
                HostName.plain(parts.group(1).toLowerCase(Locale.ROOT)),
                Optional.ofNullable(parts.group(2)).map(Integer::valueOf),
                Optional.ofNullable(parts.group(3)));
    }

    boolean allows(Target target) {
        return entries.stream().anyMatch(entry -> entry.matches(target));
    }

    /** Whether an entry names host, port and database. */
    boolean namesAllOf(Target target) {
        return entries.stream()
                .anyMatch(entry -> entry.matches(target)
                        && entry.port().isPresent()
                        && entry.database().isPresent());
    }
}
