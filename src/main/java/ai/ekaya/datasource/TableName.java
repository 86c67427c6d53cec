package ai.ekaya.datasource;

import java.util.Optional;

/** A table as people name it: {@code orders} or {@code public.orders}. */
record TableName(Optional<String> schema, String name) {
    static TableName parse(String text) {
        int dot = text.indexOf('.');
        return dot < 0
                ? new TableName(Optional.empty(), text)
                : new TableName(Optional.of(text.substring(0, dot)), text.substring(dot + 1));
    }

    /** As both kinds of databases read it, whatever characters it has. */
    String quoted() {
        return schema.map(TableName::quoted).map(one -> one + ".").orElse("") + quoted(name);
    }

    static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
