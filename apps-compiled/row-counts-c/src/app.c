/* Counts the rows of each table of the bound datasource. The same app in JavaScript is apps-js/row-counts; both give equal output. */
#include "host.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct table {
    char *schema;
    char *name;
};

struct tables {
    struct table *items;
    size_t count;
};

/* An identifier in SQL, with its quotes doubled. */
static void add_quoted(struct text *sql, const char *name) {
    add(sql, "\"");
    for (; *name != '\0'; name++) {
        char c[2] = {*name, '\0'};
        add(sql, *name == '"' ? "\"\"" : c);
    }
    add(sql, "\"");
}

static struct answer schema_page(struct json wanted, const char *page) {
    struct text arguments = {0};
    add(&arguments, "{\"datasource\":\"primary\",\"page\":");
    add(&arguments, page);
    if (json_is_array(wanted)) {
        add(&arguments, ",\"tables\":");
        add(&arguments, json_raw(wanted));
    }
    add(&arguments, "}");
    return host_call("datasource_schema", arguments.bytes);
}

/* Schema and name of each table, views left out, page by page. */
static bool read_tables(struct tables *tables, struct json wanted) {
    for (char *page = "1"; page != NULL;) {
        struct answer answer = schema_page(wanted, page);
        if (!answer.ok) {
            fprintf(stderr, "Cannot read the schema: %s (%s)\n", answer.message, answer.code);
            return false;
        }
        struct json item = json_first(json_member(answer.result, "tables"));
        for (; item.at != NULL; item = json_next(item)) {
            if (strcmp(json_string(json_member(item, "kind")), "table") == 0) {
                tables->items = realloc(tables->items, (tables->count + 1) * sizeof(struct table));
                tables->items[tables->count++] = (struct table){
                    json_string(json_member(item, "schema")), json_string(json_member(item, "name"))};
            }
        }
        struct json next = json_member(answer.result, "nextPage");
        page = json_is_number(next) ? json_raw(next) : NULL;
    }
    return true;
}

static struct answer query(struct table table) {
    struct text sql = {0};
    add(&sql, "SELECT count(*) AS rows FROM ");
    add_quoted(&sql, table.schema);
    add(&sql, ".");
    add_quoted(&sql, table.name);

    struct text arguments = {0};
    add(&arguments, "{\"sql\":");
    add_string(&arguments, sql.bytes);
    add(&arguments, ",\"params\":[],\"datasource\":\"primary\"}");
    return host_call("datasource_query", arguments.bytes);
}

/* A table that cannot be counted, because the login may not read it for example, is part of the answer and no failure of the run. */
static uint64_t count(struct text *output, struct table table) {
    struct text name = {0};
    add(&name, table.schema);
    add(&name, ".");
    add(&name, table.name);
    add(output, "{\"table\":");
    add_string(output, name.bytes);

    struct answer answer = query(table);
    uint64_t rows = 0;
    if (answer.ok) {
        rows = json_whole(json_first(json_first(json_member(answer.result, "rows"))));
        add(output, ",\"rows\":");
        add_whole(output, rows);
    } else {
        /* What a program prints to standard error is a warning in the run's log. */
        fprintf(stderr, "Cannot count %s: %s\n", name.bytes, answer.message);
        add(output, ",\"rows\":null,\"problem\":");
        add_string(output, answer.code);
    }
    add(output, "}");
    return rows;
}

char *run(struct json context) {
    struct tables tables = {0};
    if (!read_tables(&tables, json_member(json_member(context, "input"), "tables"))) {
        return NULL;
    }
    struct text output = {0};
    uint64_t total = 0;
    add(&output, "{\"tables\":[");
    for (size_t i = 0; i < tables.count; i++) {
        add(&output, i == 0 ? "" : ",");
        total += count(&output, tables.items[i]);
    }
    add(&output, "],\"total\":");
    add_whole(&output, total);
    add(&output, "}");
    /* And what it prints to standard output is a line of information there. */
    printf("Counted the rows of %zu tables: %" PRIu64 "\n", tables.count, total);
    return output.bytes;
}
