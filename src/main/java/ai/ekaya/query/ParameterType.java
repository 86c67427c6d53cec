package ai.ekaya.query;

import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a value may be, and how it goes to the database: as text that has one reading. */
enum ParameterType {
    TEXT("a text"),
    INTEGER("a whole number of 64 bits"),
    DECIMAL("a number such as 12.50"),
    BOOLEAN("true or false"),
    DATE("a date such as 2026-01-31"),
    TIMESTAMP("a time such as 2026-01-31T14:05:09Z"),
    UUID("a UUID such as f47ac10b-58cc-4372-a567-0e02b2c3d479"),
    JSON("JSON");

    private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]{1,19}");
    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]{1,200}(\\.[0-9]{1,200})?([eE][+-]?[0-9]{1,3})?");
    private static final Pattern DAY = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
    private static final Pattern TIME = Pattern.compile(
            "[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,9})?)?(Z|[+-][0-9]{2}:[0-9]{2})?");
    private static final Pattern GUID =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    private final String expected;

    ParameterType(String expected) {
        this.expected = expected;
    }

    String expected() {
        return expected;
    }

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static ParameterType parse(String text) {
        return Arrays.stream(values())
                .filter(type -> type.text().equals(text))
                .findFirst()
                .orElseThrow(() -> new Refusal(
                        RefusalCode.BAD_ARGUMENT,
                        "A parameter's type is '" + Shown.of(text) + "', expected one of "
                                + Arrays.stream(values())
                                        .map(ParameterType::text)
                                        .collect(Collectors.joining(", "))
                                + ", or one of these with [] for a list"));
    }

    /** Whether values have an order that min and max speak of. */
    boolean hasOrder() {
        return this == INTEGER || this == DECIMAL || this == DATE || this == TIMESTAMP;
    }

    /** The value as it is bound; empty when it is none of this type. */
    Optional<JsonNode> bound(JsonNode value) {
        try {
            return switch (this) {
                case TEXT -> value.isTextual() ? Optional.of(value) : Optional.empty();
                case INTEGER -> written(value, WHOLE).map(text -> node(new BigInteger(text).longValueExact()));
                case DECIMAL -> written(value, NUMBER).map(text -> node(new BigDecimal(text).toString()));
                case BOOLEAN -> value.isBoolean() ? Optional.of(value) : Optional.empty();
                case DATE -> text(value, DAY).map(text -> node(LocalDate.parse(text)));
                case TIMESTAMP -> text(value, TIME).map(text -> node(instant(text)));
                case UUID -> text(value, GUID).map(text -> node(java.util.UUID.fromString(text)));
                case JSON -> Optional.of(node(value.toString()));
            };
        } catch (DateTimeException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    private static JsonNode node(Object value) {
        return TextNode.valueOf(value.toString());
    }

    /** Numbers come as JSON's, or as text where a double would not hold them. */
    private static Optional<String> written(JsonNode value, Pattern form) {
        return Optional.of(value)
                .filter(number -> number.isNumber() || number.isTextual())
                .map(JsonNode::asText)
                .map(text -> value.isNumber() && form == WHOLE && text.endsWith(".0")
                        ? text.substring(0, text.length() - 2)
                        : text)
                .filter(text -> form.matcher(text).matches());
    }

    private static Optional<String> text(JsonNode value, Pattern form) {
        return Optional.of(value)
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue)
                .filter(text -> form.matcher(text).matches());
    }

    /** Without a zone it is UTC, as everywhere. */
    private static OffsetDateTime instant(String text) {
        String time = text.replace(' ', 'T');
        boolean zoned = time.endsWith("Z") || time.lastIndexOf('-') > 10 || time.indexOf('+') > 0;
        return zoned ? OffsetDateTime.parse(time) : LocalDateTime.parse(time).atOffset(ZoneOffset.UTC);
    }

    /** Compares two bound values of a type that {@link #hasOrder}. */
    int compare(JsonNode left, JsonNode right) {
        String one = left.asText();
        String other = right.asText();
        return switch (this) {
            case INTEGER, DECIMAL -> new BigDecimal(one).compareTo(new BigDecimal(other));
            case DATE -> LocalDate.parse(one).compareTo(LocalDate.parse(other));
            case TIMESTAMP ->
                OffsetDateTime.parse(one)
                        .toInstant()
                        .compareTo(OffsetDateTime.parse(other).toInstant());
            case TEXT, BOOLEAN, UUID, JSON -> throw new IllegalStateException(this + " has no order");
        };
    }
}
