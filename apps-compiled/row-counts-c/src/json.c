#include "json.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct json ABSENT = {NULL, NULL};

static struct json without_spaces(struct json value) {
    while (value.at != NULL && value.at < value.end && strchr(" \t\r\n", *value.at) != NULL) {
        value.at++;
    }
    return value;
}

struct json json_of(const char *text, size_t length) {
    return without_spaces((struct json){text, text + length});
}

static bool begins_with(struct json value, char c) {
    return value.at != NULL && value.at < value.end && *value.at == c;
}

/* Behind a string. */
static const char *string_end(struct json value) {
    const char *at = value.at + 1;
    while (at < value.end && *at != '"') {
        at += *at == '\\' ? 2 : 1;
    }
    return at < value.end ? at + 1 : value.end;
}

/* Behind a value: brackets are counted, but for those in strings. */
static const char *value_end(struct json value) {
    int depth = 0;
    while (value.at < value.end) {
        char c = *value.at;
        if (c == '"') {
            value.at = string_end(value);
            if (depth == 0) {
                return value.at;
            }
            continue;
        }
        if (depth == 0 && strchr(",]} \t\r\n", c) != NULL) {
            return value.at;
        }
        depth += (c == '{' || c == '[') - (c == '}' || c == ']');
        value.at++;
        if (depth == 0 && (c == '}' || c == ']')) {
            return value.at;
        }
    }
    return value.end;
}

/* What stands behind a separator, if there is one. */
static struct json behind(struct json value, char separator) {
    value = without_spaces(value);
    return begins_with(value, separator) ? json_of(value.at + 1, (size_t)(value.end - value.at - 1)) : ABSENT;
}

struct json json_member(struct json object, const char *key) {
    if (!begins_with(object, '{')) {
        return ABSENT;
    }
    struct json name = json_of(object.at + 1, (size_t)(object.end - object.at - 1));
    while (begins_with(name, '"')) {
        char *found = json_string(name);
        bool equal = strcmp(found, key) == 0;
        free(found);
        struct json value = behind((struct json){string_end(name), name.end}, ':');
        if (equal || value.at == NULL) {
            return value;
        }
        name = behind((struct json){value_end(value), value.end}, ',');
    }
    return ABSENT;
}

struct json json_first(struct json array) {
    if (!json_is_array(array)) {
        return ABSENT;
    }
    struct json item = json_of(array.at + 1, (size_t)(array.end - array.at - 1));
    return begins_with(item, ']') ? ABSENT : item;
}

struct json json_next(struct json item) {
    return behind((struct json){value_end(item), item.end}, ',');
}

bool json_is_true(struct json value) {
    return begins_with(value, 't');
}

bool json_is_array(struct json value) {
    return begins_with(value, '[');
}

bool json_is_number(struct json value) {
    return value.at != NULL && value.at < value.end && (*value.at == '-' || (*value.at >= '0' && *value.at <= '9'));
}

uint64_t json_whole(struct json value) {
    if (begins_with(value, '"')) {
        value.at++;
    }
    uint64_t whole = 0;
    while (value.at != NULL && value.at < value.end && *value.at >= '0' && *value.at <= '9') {
        whole = whole * 10 + (uint64_t)(*value.at++ - '0');
    }
    return whole;
}

char *json_raw(struct json value) {
    size_t length = value.at == NULL ? 0 : (size_t)(value_end(value) - value.at);
    return strndup(value.at == NULL ? "" : value.at, length);
}

static uint32_t four_digits(const char *at, const char *end) {
    char digits[5] = "";
    if (end - at >= 4) {
        memcpy(digits, at, 4);
    }
    return (uint32_t)strtoul(digits, NULL, 16);
}

static char *put_utf8(char *to, uint32_t c) {
    if (c < 0x80) {
        *to++ = (char)c;
    } else if (c < 0x800) {
        *to++ = (char)(0xC0 | c >> 6);
        *to++ = (char)(0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
        *to++ = (char)(0xE0 | c >> 12);
        *to++ = (char)(0x80 | (c >> 6 & 0x3F));
        *to++ = (char)(0x80 | (c & 0x3F));
    } else {
        *to++ = (char)(0xF0 | c >> 18);
        *to++ = (char)(0x80 | (c >> 12 & 0x3F));
        *to++ = (char)(0x80 | (c >> 6 & 0x3F));
        *to++ = (char)(0x80 | (c & 0x3F));
    }
    return to;
}

/* The character of a backslash-u and its four digits; a pair of surrogates is one. Moves behind it. */
static uint32_t escaped(const char **at, const char *end) {
    uint32_t c = four_digits(*at + 2, end);
    *at += 6;
    bool high = c >= 0xD800 && c < 0xDC00;
    if (high && end - *at >= 6 && (*at)[0] == '\\' && (*at)[1] == 'u') {
        c = 0x10000 + ((c - 0xD800) << 10) + (four_digits(*at + 2, end) - 0xDC00);
        *at += 6;
    }
    return c;
}

char *json_string(struct json value) {
    if (!begins_with(value, '"')) {
        return strdup("");
    }
    const char *end = string_end(value) - 1;
    /* An escape is never shorter than what it stands for. */
    char *string = malloc((size_t)(end - value.at) + 1);
    char *to = string;
    for (const char *at = value.at + 1; at < end;) {
        if (*at != '\\') {
            *to++ = *at++;
        } else if (at[1] == 'u') {
            to = put_utf8(to, escaped(&at, end));
        } else {
            const char *known = strchr("b\bf\fn\nr\rt\t", at[1]);
            *to++ = known != NULL ? known[1] : at[1];
            at += 2;
        }
    }
    *to = '\0';
    return string;
}

static void add_bytes(struct text *text, const char *more, size_t length) {
    if (text->length + length + 1 > text->capacity) {
        text->capacity = 2 * (text->length + length + 1);
        text->bytes = realloc(text->bytes, text->capacity);
        if (text->bytes == NULL) {
            abort();
        }
    }
    memcpy(text->bytes + text->length, more, length);
    text->length += length;
    text->bytes[text->length] = '\0';
}

void add(struct text *text, const char *more) {
    add_bytes(text, more, strlen(more));
}

void add_whole(struct text *text, uint64_t number) {
    char digits[24];
    snprintf(digits, sizeof digits, "%" PRIu64, number);
    add(text, digits);
}

void add_string(struct text *text, const char *string) {
    add(text, "\"");
    for (; *string != '\0'; string++) {
        char escape[8];
        if (*string == '"' || *string == '\\') {
            snprintf(escape, sizeof escape, "\\%c", *string);
            add(text, escape);
        } else if ((unsigned char)*string < 0x20) {
            snprintf(escape, sizeof escape, "\\u%04x", (unsigned char)*string);
            add(text, escape);
        } else {
            add_bytes(text, string, 1);
        }
    }
    add(text, "\"");
}
