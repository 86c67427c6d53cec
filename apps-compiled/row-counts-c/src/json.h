/* Reads JSON where it stands, and writes it. The host sends well-formed JSON only; what is not there reads as absent. */
#ifndef JSON_H
#define JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A value in a text; absent when at is NULL. */
struct json {
    const char *at;
    const char *end;
};

struct json json_of(const char *text, size_t length);
struct json json_member(struct json object, const char *key);

/* for (item = json_first(array); item.at != NULL; item = json_next(item)) */
struct json json_first(struct json array);
struct json json_next(struct json item);

bool json_is_true(struct json value);
bool json_is_array(struct json value);
bool json_is_number(struct json value);

/* A copy in UTF-8; the empty text when the value is no string. */
char *json_string(struct json value);

/* A whole number, or a string of one: 64-bit numbers that a double cannot hold come so. */
uint64_t json_whole(struct json value);

/* A value as it stands in its text. */
char *json_raw(struct json value);

/* A text that grows. */
struct text {
    char *bytes;
    size_t length;
    size_t capacity;
};

void add(struct text *text, const char *more);
void add_whole(struct text *text, uint64_t number);

/* In quotes, with what JSON escapes escaped. */
void add_string(struct text *text, const char *string);

#endif
