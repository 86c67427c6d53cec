package ai.ekaya.web;

import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.ext.MessageBodyWriter;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads and writes JSON bodies with Jackson; what does not fit is refused with the place and what was expected. */
@Provider
@Singleton
@Consumes({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
public final class JsonBody implements MessageBodyReader<Object>, MessageBodyWriter<Object> {
    private static final Set<Class<?>> RAW = Set.of(String.class, byte[].class);

    @Override
    public boolean isReadable(Class<?> type, Type generic, Annotation[] annotations, MediaType media) {
        return isOurs(type);
    }

    @Override
    public boolean isWriteable(Class<?> type, Type generic, Annotation[] annotations, MediaType media) {
        return isOurs(type);
    }

    private static boolean isOurs(Class<?> type) {
        return !RAW.contains(type)
                && !InputStream.class.isAssignableFrom(type)
                && !Reader.class.isAssignableFrom(type)
                && !jakarta.ws.rs.core.StreamingOutput.class.isAssignableFrom(type);
    }

    @Override
    public Object readFrom(
            Class<Object> type,
            Type generic,
            Annotation[] annotations,
            MediaType media,
            MultivaluedMap<String, String> headers,
            InputStream body)
            throws IOException {
        try (JsonParser json = Json.mapper().createParser(body)) {
            return value(json, Json.mapper().getTypeFactory().constructType(generic));
        }
    }

    private static Object value(JsonParser json, JavaType type) throws IOException {
        try {
            Object value = Json.mapper().readValue(json, type);
            if (value == null) {
                throw new Refusal(RefusalCode.BAD_ARGUMENT, "The body is null, expected a JSON value");
            }
            return value;
        } catch (JsonProcessingException e) {
            // Here, as a parser that is closed does not know any more what came.
            throw refusal(e);
        }
    }

    @Override
    public void writeTo(
            Object value,
            Class<?> type,
            Type generic,
            Annotation[] annotations,
            MediaType media,
            MultivaluedMap<String, Object> headers,
            OutputStream out)
            throws IOException {
        // As bytes first: a value that cannot be written must become a problem, not half an answer.
        out.write(Json.mapper().writeValueAsBytes(value));
    }

    private static RuntimeException refusal(JsonProcessingException e) {
        // What a record's own check or the body's cap threw while Jackson was reading says it better than Jackson.
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof Refusal || cause instanceof Spoken) {
                return (RuntimeException) cause;
            }
        }
        // SECURITY: without its cause, whose message quotes the body. Guarded by
        // JsonBodyTest.keeps_nothing_of_what_it_refuses.
        return new Refusal(RefusalCode.BAD_ARGUMENT, describe(e));
    }

    private static String describe(JsonProcessingException e) {
        if (e instanceof UnrecognizedPropertyException unknown) {
            return "Unknown key '" + path(unknown) + "' in the body, known are " + known(unknown);
        }
        if (e instanceof StreamConstraintsException) {
            return "The body is nested too deep or has a number or string that is too long";
        }
        Optional<String> wrongType = e instanceof MismatchedInputException mismatch
                ? WrongType.sentence(mismatch, path(mismatch))
                : Optional.empty();
        return wrongType.orElseGet(() -> ofForm(e));
    }

    private static String ofForm(JsonProcessingException e) {
        if (e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
            return "The value of '" + path(mapping) + "' in the body has the wrong form"
                    + (mapping.getCause() instanceof InputCoercionException ? ", it is too large a number" : "");
        }
        return "The body is no valid JSON of the expected form"
                + (e.getLocation() == null
                        ? ""
                        : " (line " + e.getLocation().getLineNr() + ", column "
                                + e.getLocation().getColumnNr() + ")");
    }

    private static String path(JsonMappingException e) {
        return e.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                .collect(Collectors.joining("."));
    }

    private static String known(UnrecognizedPropertyException e) {
        return e.getKnownPropertyIds() == null
                ? "none"
                : e.getKnownPropertyIds().stream().map(String::valueOf).sorted().collect(Collectors.joining(", "));
    }
}
