/** Start-up in order, the embedded database's main, demo data, health. */
@NullMarked
package ai.ekaya.boot;

import org.jspecify.annotations.NullMarked;
