/** What a marketplace is told of the apps that it sells, and what it says of them; nothing where no marketplace is set ({@code docs/marketplace.md}). */
@NullMarked
package ai.ekaya.marketplace;

import org.jspecify.annotations.NullMarked;
