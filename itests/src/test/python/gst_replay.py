"""Pulls a recording with GStreamer as an ONVIF client: gst_replay.py URL FROM RATE COUNT

FROM is in seconds since 1970. Prints the recorded time of each of the first COUNT pictures in seconds since 1970: the
server sends it in the packets (RTP header extension of ONVIF replay).
"""

import struct
import sys

import gi

gi.require_version("Gst", "1.0")
from gi.repository import Gst  # noqa: E402

FROM_1900_TO_1970 = 2208988800  # seconds
HEADER_BYTES = 12
VIDEO = 96

url, begin, rate, count = sys.argv[1], float(sys.argv[2]), float(sys.argv[3]), int(sys.argv[4])
Gst.init(None)
pipeline = Gst.parse_launch(
    f'rtspsrc name=source location="{url}" protocols=tcp onvif-mode=true buffer-mode=none'
    " ! application/x-rtp,media=video ! fakesink name=sink sync=false"
)
times = []


def look(pad, info):
    packet = info.get_buffer().extract_dup(0, info.get_buffer().get_size())
    extended = packet[0] & 0x10 and packet[HEADER_BYTES : HEADER_BYTES + 2] == b"\xab\xac"
    if packet[1] & 0x7F == VIDEO and extended:
        seconds, fraction = struct.unpack_from(">II", packet, HEADER_BYTES + 4)
        times.append(seconds - FROM_1900_TO_1970 + fraction / 2**32)
        if len(times) == count:
            done = Gst.Structure.new_empty("done")
            pipeline.post_message(Gst.Message.new_application(pipeline, done))
    return Gst.PadProbeReturn.OK


pipeline.get_by_name("sink").get_static_pad("sink").add_probe(Gst.PadProbeType.BUFFER, look)
source = pipeline.get_by_name("source")
pipeline.set_state(Gst.State.PAUSED)
while True:  # until it is described: then it can be told where to begin
    progress = pipeline.get_bus().timed_pop_filtered(
        20 * Gst.SECOND, Gst.MessageType.PROGRESS | Gst.MessageType.ERROR
    )
    if progress is None or progress.type == Gst.MessageType.ERROR:
        sys.exit(f"not opened: {progress and progress.parse_error()}")
    if progress.parse_progress()[:2] == (Gst.ProgressType.COMPLETE, "open"):
        break
start = int((begin + FROM_1900_TO_1970) * Gst.SECOND)
if rate > 0:
    edges = (Gst.SeekType.SET, start, Gst.SeekType.NONE, 0)
else:
    edges = (Gst.SeekType.SET, 0, Gst.SeekType.SET, start)
source.send_event(Gst.Event.new_seek(rate, Gst.Format.TIME, Gst.SeekFlags.FLUSH, *edges))
pipeline.set_state(Gst.State.PLAYING)
message = pipeline.get_bus().timed_pop_filtered(
    40 * Gst.SECOND, Gst.MessageType.ERROR | Gst.MessageType.EOS | Gst.MessageType.APPLICATION
)
pipeline.set_state(Gst.State.NULL)
if message is not None and message.type == Gst.MessageType.ERROR:
    error, debug = message.parse_error()
    sys.exit(f"{error.message} {debug}")
print("\n".join(f"{time:.3f}" for time in times[:count]))
