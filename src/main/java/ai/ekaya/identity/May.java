package ai.ekaya.identity;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Only who may do this may call this resource method. An action in a project is held against the project of path parameter {@code p},
 * which the method reads from {@link Caller#project()}; who is no member gets 404, as if the project did not exist.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface May {
    Action value();
}
