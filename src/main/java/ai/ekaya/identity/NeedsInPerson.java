package ai.ekaya.identity;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * As {@link Needs}, and no token will do: for what gives a right, which would outlive a token that somebody found and its owner
 * revoked, and for what cannot be had back.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface NeedsInPerson {
    Role value();
}
