/** Approved queries: suggested, approved and run by name, with typed parameters; and which tables and columns they read. */
@NullMarked
package ai.ekaya.query;

import org.jspecify.annotations.NullMarked;
