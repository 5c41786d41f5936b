package io.vedette.testkit;

/** How a simulated device talks. */
enum DeviceFamily {
  RTSP,
  ONVIF,
  DVR,
  DVRIP
}
