package ai.ekaya.web;

import ai.ekaya.limits.Limit;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** On a resource method that takes larger bodies than {@link Limit#WEB_BODY_BYTES}, such as an upload of a package. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface BodyLimit {
    Limit value();

    /** What a client does whose body is larger, as {@code upload it as a zip}; empty where there is nothing to do. */
    String instead() default "";
}
