/**
 * The web: what the recorder shows over HTTP. Shells around {@code resource} (REST, WHEP) and
 * {@code live} (fMP4 over WebSocket). The pages themselves are bundle {@code web-ui}.
 */
package io.vedette.web;
