/* The native ABI: one import to call the host, two exports that the host calls. An i64 is pointer << 32 | length. */
#ifndef HOST_H
#define HOST_H

#include "json.h"

/* A host function's answer: either a result, or a refusal with its code, as NOT_PERMITTED or LIMIT. */
struct answer {
    bool ok;
    struct json result;
    char *code;
    char *message;
};

/* Calls a host function by its wire name and opens the envelope of its answer. */
struct answer host_call(const char *name, const char *arguments);

/* The app, in app.c: takes the run's context and returns the output, both JSON; NULL after it has printed why there is none. */
char *run(struct json context);

#endif
