/** Schema snapshots and read-only SQL on the project's datasources. */
@NullMarked
package ai.ekaya.datasource;

import org.jspecify.annotations.NullMarked;
