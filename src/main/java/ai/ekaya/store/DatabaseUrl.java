package ai.ekaya.store;

import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Where the platform's database is and who owns it, read from {@code DATABASE_URL}. Both spellings in use are taken:
 * {@code postgresql://user:password@host:5432/name?sslmode=require} and
 * {@code jdbc:postgresql://host:5432/name?user=…&password=…}.
 *
 * @param database percent-encoded as it came
 * @param parameters of the driver, as {@code ?sslmode=require}, or empty
 */
public record DatabaseUrl(String host, int port, String database, String parameters, String user, String password) {
    private static final int USUAL_PORT = 5432;
    private static final String EXPECTED = "expected postgresql://user:password@host:port/database";

    /** @throws IllegalArgumentException saying what is missing, never showing the password */
    public static DatabaseUrl parse(String text) {
        String stripped = text.strip();
        String plain = stripped.startsWith("jdbc:") ? stripped.substring("jdbc:".length()) : stripped;
        URI uri;
        try {
            uri = URI.create(plain);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("DATABASE_URL is no URL, " + EXPECTED);
        }
        String scheme = String.valueOf(uri.getScheme());
        if (!scheme.equals("postgresql") && !scheme.equals("postgres")) {
            throw new IllegalArgumentException("DATABASE_URL has scheme '" + scheme + "', " + EXPECTED);
        }
        if (uri.getHost() == null || uri.getPath() == null || uri.getPath().length() < 2) {
            throw new IllegalArgumentException("DATABASE_URL names no host or no database, " + EXPECTED);
        }
        Map<String, String> query = query(uri);
        String[] login = uri.getRawUserInfo() == null
                ? new String[0]
                : uri.getRawUserInfo().split(":", 2);
        String user = login.length > 0 ? decoded(login[0]) : query.getOrDefault("user", "");
        String password = login.length > 1 ? decoded(login[1]) : query.getOrDefault("password", "");
        query.remove("user");
        query.remove("password");
        if (user.isEmpty() || password.isEmpty()) {
            throw new IllegalArgumentException("DATABASE_URL names no user or no password, " + EXPECTED);
        }
        return new DatabaseUrl(
                uri.getHost(),
                uri.getPort() < 0 ? USUAL_PORT : uri.getPort(),
                uri.getRawPath().substring(1),
                parameters(query),
                user,
                password);
    }

    private static String parameters(Map<String, String> query) {
        return query.isEmpty()
                ? ""
                : query.entrySet().stream()
                        .map(entry ->
                                entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&", "?", ""));
    }

    /** Without the login. */
    public String jdbcUrl() {
        return "jdbc:postgresql://" + host + ":" + port + "/" + database + parameters;
    }

    DatabaseUrl as(String otherUser, String otherPassword) {
        return new DatabaseUrl(host, port, database, parameters, otherUser, otherPassword);
    }

    private static Map<String, String> query(URI uri) {
        Map<String, String> query = new LinkedHashMap<>();
        if (uri.getRawQuery() != null) {
            for (String pair : uri.getRawQuery().split("&")) {
                String[] parts = pair.split("=", 2);
                query.put(parts[0], parts.length > 1 ? decoded(parts[1]) : "");
            }
        }
        return query;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "DatabaseUrl[" + jdbcUrl() + ", " + user + ", ***]";
    }
}
