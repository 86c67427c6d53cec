/** The platform's own database: its two logins, its migrations and the one transaction runner. */
@NullMarked
package ai.ekaya.store;

import org.jspecify.annotations.NullMarked;
