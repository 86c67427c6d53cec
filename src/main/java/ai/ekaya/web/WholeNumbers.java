package ai.ekaya.web;

import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import jakarta.inject.Singleton;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.ext.ParamConverter;
import jakarta.ws.rs.ext.ParamConverterProvider;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/** Reads numbers of addresses. JAX-RS alone answers 404 to one that is none, as if the address were wrong. */
@Provider
@Singleton
public final class WholeNumbers implements ParamConverterProvider {
    private static final int SHOWN_MAX = 40;

    @Override
    @SuppressWarnings("unchecked")
    public <T> @Nullable ParamConverter<T> getConverter(Class<T> type, Type generic, Annotation[] annotations) {
        return type == Integer.class || type == int.class ? (ParamConverter<T>) new Whole(name(annotations)) : null;
    }

    private static String name(Annotation[] annotations) {
        for (Annotation annotation : annotations) {
            if (annotation instanceof QueryParam query) {
                return query.value();
            }
            if (annotation instanceof PathParam path) {
                return path.value();
            }
        }
        return "number";
    }

    private record Whole(String name) implements ParamConverter<Integer> {
        @Override
        public @Nullable Integer fromString(@Nullable String text) {
            if (text == null) {
                return null;
            }
            try {
                return Integer.valueOf(text);
            } catch (NumberFormatException e) {
                String shown = text.length() > SHOWN_MAX ? text.substring(0, SHOWN_MAX) + "…" : text;
                throw new Refusal(
                        RefusalCode.BAD_ARGUMENT,
                        "'" + name + "' is '" + shown + "', expected a whole number up to " + Integer.MAX_VALUE,
                        e);
            }
        }

        @Override
        public String toString(Integer number) {
            return number.toString();
        }
    }
}
