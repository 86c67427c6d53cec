package ai.ekaya.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The types, and languages, that a request's headers name. RESTEasy logs a stack for each it cannot read, so they are read before. */
final class MediaTypes {
    private static final String TOKEN = "[\\w!#$%&'*+.^`|~-]++";
    private static final Pattern TYPE = Pattern.compile(TOKEN + "/" + TOKEN + "\\s*+(;.*+)?");
    /** As old clients of Java send for any type. */
    private static final Pattern ANY = Pattern.compile("\\*\\s*+(;.*+)?");

    /** A weight that is no number. */
    private static final Pattern WRONG_WEIGHT =
            Pattern.compile(".*;\\s*q\\s*=(?!\\s*([01](\\.\\d{0,3})?|\\.\\d{1,3})\\s*(;|$)).*");

    private MediaTypes() {}

    /** What is wrong with them, for the caller. */
    static Optional<String> complaint(HttpServletRequest request) {
        String languages = request.getHeader("Accept-Language");
        if (languages != null
                && Stream.of(languages.split(",", -1))
                        .anyMatch(each -> WRONG_WEIGHT.matcher(each).matches())) {
            return Optional.of("The Accept-Language header has a weight that is no number from 0 to 1");
        }
        return complaint(request.getContentType(), request.getHeader("Accept"));
    }

    static Optional<String> complaint(@Nullable String contentType, @Nullable String accept) {
        if (contentType != null && !TYPE.matcher(contentType.strip()).matches()) {
            return Optional.of("The Content-Type is no media type, expected one such as application/json");
        }
        if (contentType != null && isMultipart(contentType) && !contentType.contains("boundary=")) {
            return Optional.of("The Content-Type is multipart without a boundary");
        }
        if (accept != null) {
            for (String each : accept.split(",", -1)) {
                if (!isAcceptable(each.strip())) {
                    return Optional.of("The Accept header is no list of media types, expected application/json");
                }
            }
        }
        return Optional.empty();
    }

    /** A browser that goes to an address asks for HTML, its scripts do not. */
    static boolean wantsHtml(HttpServletRequest request) {
        String accept = request.getHeader("Accept");
        return accept != null && accept.contains("text/html");
    }

    private static boolean isMultipart(String contentType) {
        return contentType.strip().toLowerCase(Locale.ROOT).startsWith("multipart/");
    }

    private static boolean isAcceptable(String type) {
        return (TYPE.matcher(type).matches() || ANY.matcher(type).matches())
                && !WRONG_WEIGHT.matcher(type).matches();
    }
}
