package ai.ekaya.sql;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The answer of a query as guests see it: {@code {"columns": [{"name","type"}], "rows": [[scalar]], "truncated": bool}} and, for a
 * statement that changes rows, {@code "changed": n}.
 */
public record QueryResult(ObjectNode json, int rowCount, boolean truncated) {}
