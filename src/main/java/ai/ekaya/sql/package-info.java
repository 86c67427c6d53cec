/** What a guest's SQL may be and how its rows come back: the guard and the reader that appdb and datasource share. */
@NullMarked
package ai.ekaya.sql;

import org.jspecify.annotations.NullMarked;
