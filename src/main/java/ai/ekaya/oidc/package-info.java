/** What the identity provider says: whom it has signed in, whether that still holds, and whose access token came. */
@NullMarked
package ai.ekaya.oidc;

import org.jspecify.annotations.NullMarked;
