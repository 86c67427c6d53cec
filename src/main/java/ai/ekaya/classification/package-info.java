/** What the columns of datasources hold, and how sensitive that is: suggested by rules, decided by people. */
@NullMarked
package ai.ekaya.classification;

import org.jspecify.annotations.NullMarked;
