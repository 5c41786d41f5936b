/**
 * Sign-in of the Felix Web Console at {@code /system/console} with our accounts. The console itself
 * is Felix's; it stays away until this bundle is there.
 */
package io.vedette.console;
