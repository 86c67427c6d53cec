package ai.ekaya.web;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** On a resource method that reads query parameters from the address itself: their names, or {@link #ANY}. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface TakesQuery {
    /** Whatever comes, where the address is not the caller's to write. */
    String ANY = "";

    /** A name that ends with a dot is the beginning of several. */
    String[] value();
}
