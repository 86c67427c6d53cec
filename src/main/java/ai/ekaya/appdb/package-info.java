/** An app's own schema and login role: create, query, migrate, drop; and its small state. */
@NullMarked
package ai.ekaya.appdb;

import org.jspecify.annotations.NullMarked;
