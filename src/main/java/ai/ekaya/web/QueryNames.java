package ai.ekaya.web;

import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import jakarta.annotation.Priority;
import jakarta.inject.Singleton;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.PathSegment;
import jakarta.ws.rs.ext.Provider;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Refuses query parameters that the resource method does not take, or that come twice or in the path: a filter with a slip of the pen would give everything. After the
 * decision about rights, so that nobody learns what a method takes that they may not call.
 */
@Provider
@Singleton
@Priority(Priorities.HEADER_DECORATOR)
public final class QueryNames implements ContainerRequestFilter {
    private static final int SHOWN_MAX = 40;
    /** Also of lists that come whole, so that clients ask for all lists alike. */
    private static final List<String> OF_LISTS = List.of("after", "limit");

    private final Map<Method, SortedSet<String>> known = new ConcurrentHashMap<>();

    /** Set by JAX-RS; it speaks of the current request. */
    @Context
    private @Nullable ResourceInfo resource;

    @Override
    public void filter(ContainerRequestContext request) {
        MultivaluedMap<String, String> given = request.getUriInfo().getQueryParameters();
        if (resource == null || resource.getResourceMethod() == null) {
            return;
        }
        requirePlain(request.getUriInfo().getPathSegments());
        if (!given.isEmpty()) {
            SortedSet<String> names = known.computeIfAbsent(resource.getResourceMethod(), QueryNames::of);
            require(given.keySet(), names);
            requireOnce(given, names);
        }
    }

    /** @throws Refusal {@code BAD_ARGUMENT} for {@code ;name=value} in the path, which nothing here reads */
    static void requirePlain(List<PathSegment> path) {
        for (PathSegment segment : path) {
            for (String name : segment.getMatrixParameters().keySet()) {
                throw new Refusal(
                        RefusalCode.BAD_ARGUMENT,
                        "The path has ';' with '" + shown(name)
                                + "', expected parameters behind '?', and a ';' of a name as %3B");
            }
        }
    }

    /** @throws Refusal {@code BAD_ARGUMENT} naming one that came twice: of two filters one would be left out unseen */
    static void requireOnce(Map<String, List<String>> given, SortedSet<String> known) {
        if (known.contains(TakesQuery.ANY)) {
            return;
        }
        given.forEach((name, values) -> {
            if (values.size() > 1) {
                throw new Refusal(
                        RefusalCode.BAD_ARGUMENT,
                        "The query parameter '" + shown(name) + "' came " + values.size() + " times, expected once");
            }
        });
    }

    /** @throws Refusal {@code BAD_ARGUMENT} naming one that is not known, and those that are */
    static void require(Collection<String> given, SortedSet<String> known) {
        for (String name : given) {
            if (known.stream().noneMatch(one -> one.equals(name) || isBeginning(one) && name.startsWith(one))) {
                throw new Refusal(
                        RefusalCode.BAD_ARGUMENT,
                        "There is no query parameter '" + shown(name) + "' here, "
                                + (known.isEmpty()
                                        ? "none is taken"
                                        : "expected one of " + String.join(", ", shownAs(known))));
            }
        }
    }

    private static String shown(String name) {
        return name.length() > SHOWN_MAX ? name.substring(0, SHOWN_MAX) + "…" : name;
    }

    private static boolean isBeginning(String name) {
        return name.isEmpty() || name.endsWith(".");
    }

    private static List<String> shownAs(SortedSet<String> known) {
        return known.stream()
                .map(name -> isBeginning(name) ? name + "<name>" : name)
                .toList();
    }

    static SortedSet<String> of(Method method) {
        SortedSet<String> names = new TreeSet<>();
        for (Parameter parameter : method.getParameters()) {
            QueryParam query = parameter.getAnnotation(QueryParam.class);
            if (query != null) {
                names.add(query.value());
            }
            if (parameter.isAnnotationPresent(BeanParam.class)) {
                addFields(names, parameter.getType());
            }
        }
        TakesQuery taken = method.getAnnotation(TakesQuery.class);
        if (taken != null) {
            names.addAll(List.of(taken.value()));
        }
        if (method.getReturnType() == Page.class) {
            names.addAll(OF_LISTS);
        }
        return names;
    }

    private static void addFields(SortedSet<String> names, Class<?> bean) {
        for (Field field : bean.getDeclaredFields()) {
            QueryParam query = field.getAnnotation(QueryParam.class);
            if (query != null) {
                names.add(query.value());
            }
            if (field.isAnnotationPresent(BeanParam.class)) {
                addFields(names, field.getType());
            }
        }
    }
}
