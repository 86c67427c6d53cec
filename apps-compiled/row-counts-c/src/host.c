#include "host.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

__attribute__((import_module("ekaya"), import_name("host_call"))) uint64_t ekaya_host_call(
    const char *name, size_t name_length, const char *arguments, size_t arguments_length);

/* The text that an i64 tells the place of. The host wrote it where ekaya_alloc said; it is ours, and goes with the run. */
static struct json text_at(uint64_t place) {
    return json_of((const char *)(uintptr_t)(place >> 32), (size_t)(uint32_t)place);
}

struct answer host_call(const char *name, const char *arguments) {
    struct json envelope = text_at(ekaya_host_call(name, strlen(name), arguments, strlen(arguments)));
    struct json error = json_member(envelope, "error");
    return (struct answer){
        .ok = json_is_true(json_member(envelope, "ok")),
        .result = json_member(envelope, "result"),
        .code = json_string(json_member(error, "code")),
        .message = json_string(json_member(error, "message")),
    };
}

/* Memory that the host writes into. */
__attribute__((export_name("ekaya_alloc"))) void *ekaya_alloc(size_t size) {
    return malloc(size == 0 ? 1 : size);
}

/* Runs the app once. */
__attribute__((export_name("ekaya_run"))) uint64_t ekaya_run(const char *context, size_t length) {
    char *output = run(json_of(context, length));
    return output == NULL ? 0 : (uint64_t)(uintptr_t)output << 32 | strlen(output);
}
