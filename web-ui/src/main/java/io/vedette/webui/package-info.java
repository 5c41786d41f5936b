/**
 * Serves the pages of web-ui. Only files that anybody may have are here: the pages ask for a
 * sign-in themselves, and everything they show comes from the API, which is guarded elsewhere.
 */
package io.vedette.webui;
