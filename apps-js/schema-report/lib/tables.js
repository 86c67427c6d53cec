export function fullName({ schema, name }) {
  return `${schema}.${name}`;
}

export function quoted(name) {
  return `"${name.replaceAll('"', '""')}"`;
}

/** What a snapshot leaves out is an empty list. */
export function list(value) {
  return Array.isArray(value) ? value : [];
}
