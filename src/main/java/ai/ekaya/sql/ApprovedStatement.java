package ai.ekaya.sql;

import java.util.List;
import java.util.Optional;

/**
 * What the guard found of a statement that an administrator approves.
 *
 * @param names of its parameters, {@code {{name}}} in its text, in the order of their places
 * @param unread why the parser could not read it all: the administrator's word stands for the parser then
 * @param needs what the login must have been granted for a change, as {@code UPDATE ON orders}
 */
public record ApprovedStatement(
        CheckedStatement checked, List<String> names, Optional<String> unread, Optional<String> needs) {
    public ApprovedStatement {
        names = List.copyOf(names);
    }
}
