/** {@code ./ekaya catalog}: what a catalog's maker needs, and no server: keys, packages signed and in order, metadata. */
@NullMarked
package ai.ekaya.boot.local.catalog;

import org.jspecify.annotations.NullMarked;
