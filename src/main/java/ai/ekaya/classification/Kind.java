package ai.ekaya.classification;

import java.util.Locale;
import java.util.regex.Pattern;

/** What a column's type is for, over all kinds of databases. */
enum Kind {
    TEXT,
    NUMBER,
    BOOLEAN,
    DATE,
    TIME,
    DURATION,
    JSON,
    NETWORK,
    UUID,
    ENUM,
    BYTES,
    GEO,
    OTHER;

    private static final Pattern TEXTS = Pattern.compile(
            "(?:national )?(?:character varying|character|varchar|nvarchar|n?char|n?text|citext|bpchar|xml"
                    + "|sysname|name|\"char\")\\b.*");
    private static final Pattern NUMBERS = Pattern.compile(
            "(?:smallint|integer|int|bigint|tinyint|numeric|decimal|real|double precision|float|money|smallmoney|oid)\\b.*");

    /** @param type as the database writes it; a list is what its items are */
    static Kind of(String type) {
        String item = type.toLowerCase(Locale.ROOT).replaceAll("(?:\\[\\d*])+$", "");
        String bare = item.startsWith("pg_catalog.") ? item.substring("pg_catalog.".length()) : item;
        // Extensions' types are written with their schema.
        String last = bare.substring(bare.lastIndexOf('.') + 1);
        if (TEXTS.matcher(last).matches()) {
            return TEXT;
        }
        if (NUMBERS.matcher(last).matches()) {
            return NUMBER;
        }
        if (last.startsWith("timestamp") || last.contains("datetime")) {
            return TIME;
        }
        return switch (last) {
            case "boolean", "bit" -> BOOLEAN;
            case "date" -> DATE;
            case "interval" -> DURATION;
            case "json", "jsonb" -> JSON;
            case "inet", "cidr", "macaddr", "macaddr8" -> NETWORK;
            case "uuid", "uniqueidentifier" -> UUID;
            case "bytea", "image" -> BYTES;
            case "point", "geometry", "geography" -> GEO;
            default -> last.startsWith("varbinary") || last.startsWith("binary") ? BYTES : OTHER;
        };
    }
}
