"""Pulls one stream by RTSP with GStreamer and keeps N pictures as Matroska: gst_pull.py URL tcp|udp N FILE"""

import sys

import gi

gi.require_version("Gst", "1.0")
from gi.repository import Gst  # noqa: E402

url, protocol, count, path = sys.argv[1:]
Gst.init(None)
pipeline = Gst.parse_launch(
    f'rtspsrc location="{url}" protocols={protocol} buffer-mode=none ! rtph264depay ! h264parse'
    f' ! identity eos-after={count} ! matroskamux ! filesink location="{path}"'
)
pipeline.set_state(Gst.State.PLAYING)
message = pipeline.get_bus().timed_pop_filtered(
    40 * Gst.SECOND, Gst.MessageType.ERROR | Gst.MessageType.EOS
)
pipeline.set_state(Gst.State.NULL)
if message is None:
    sys.exit("nothing ended within 40 s")
if message.type == Gst.MessageType.ERROR:
    error, debug = message.parse_error()
    sys.exit(f"{error.message} {debug}")
