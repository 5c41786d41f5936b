/**
 * Driver {@code onvif}: a camera by the address of its device service. Finds its profiles, moves
 * it, hears its events; the pictures come through the driver {@code rtsp}.
 */
package io.vedette.source.onvif;
