package ai.ekaya.datasource.tds;

import java.util.ArrayList;
import java.util.List;

/** What the scripted server says to one request. */
public sealed interface TdsAnswer {
    /** Nothing but that it is done. */
    record Done() implements TdsAnswer {}

    /** Rows; with {@code endless} the last one again and again until the client wants no more. */
    record Rows(List<String> names, List<List<TdsValue>> rows, boolean endless) implements TdsAnswer {}

    record Failure(int number, int severity, String message, int line) implements TdsAnswer {}

    /** No answer until the client asks to stop. */
    record Silence() implements TdsAnswer {}

    /** Ends the connection in the middle. */
    record HangUp() implements TdsAnswer {}

    static TdsAnswer done() {
        return new Done();
    }

    static TdsAnswer failure(int number, int severity, String message) {
        return new Failure(number, severity, message, 1);
    }

    /** One row of these names and values, in turns. */
    static TdsAnswer row(Object... namesAndValues) {
        List<String> names = new ArrayList<>();
        List<TdsValue> values = new ArrayList<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            names.add((String) namesAndValues[i]);
            values.add((TdsValue) namesAndValues[i + 1]);
        }
        return new Rows(names, List.of(values), false);
    }

    /** @param rows each as long as names */
    static TdsAnswer rows(List<String> names, List<List<TdsValue>> rows) {
        return new Rows(names, rows, false);
    }

    /** A result without rows. */
    static TdsAnswer none() {
        return new Rows(List.of("nothing"), List.of(), false);
    }

    static TdsAnswer endless(String name, TdsValue value) {
        return new Rows(List.of(name), List.of(List.of(value)), true);
    }
}
