#!/usr/bin/python3
"""One RTSP camera played by gst-rtsp-server, for tests: rtsp://127.0.0.1:PORT/cam.

Loops an Annex B file, H.265 if its name ends in .h265, else H.264, in real time without encoding. Listens on a free port and says so in its
first line, "port N". Ends when its standard input ends, so that it never outlives the test.
Needs the Debian packages named in README and the distribution's own python3.
"""
import argparse
import sys
import threading

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstApp", "1.0")
gi.require_version("GstRtsp", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstApp, GstRtsp, GstRtspServer  # noqa: E402,F401 (GstApp: methods of appsrc)

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("file", help="Annex B, no B-frames")
parser.add_argument("--fps", type=int, default=25)
parser.add_argument("--auth", metavar="USER:PASSWORD", help="ask for Digest")
parser.add_argument("--basic", action="store_true", help="ask for Basic instead")
parser.add_argument("--audio", action="store_true", help="a second track: G.711 A-law, 8 kHz")
parser.add_argument("--aac", action="store_true", help="a second track: AAC, 16 kHz")
parser.add_argument("--udp", action="store_true", help="UDP only: SETUP for TCP is answered with 461")
parser.add_argument("--pictures", type=int, default=0, help="end the stream after so many")
ARGS = parser.parse_args()

Gst.init(None)
FRAME = Gst.SECOND // ARGS.fps
CODEC = "h265" if ARGS.file.endswith(".h265") else "h264"
PIPELINE = (
    f"( appsrc name=src is-live=true format=time caps=video/x-{CODEC},stream-format=byte-stream,alignment=au"
    f" ! {CODEC}parse ! rtp{CODEC}pay name=pay0 pt=96 config-interval=-1 "
)
if ARGS.audio:
    PIPELINE += "audiotestsrc is-live=true ! audio/x-raw,rate=8000,channels=1 ! alawenc ! rtppcmapay name=pay1 pt=8 "
if ARGS.aac:
    PIPELINE += "audiotestsrc is-live=true ! audio/x-raw,rate=16000,channels=1 ! voaacenc ! rtpmp4gpay name=pay1 pt=97 "


def access_units(file):
    """The file's pictures in order, as buffers."""
    pipeline = Gst.parse_launch(
        f"filesrc name=file ! {CODEC}parse ! video/x-{CODEC},stream-format=byte-stream,alignment=au"
        " ! appsink name=sink sync=false")
    pipeline.get_by_name("file").set_property("location", file)
    sink = pipeline.get_by_name("sink")
    pipeline.set_state(Gst.State.PLAYING)
    units = []
    sample = sink.emit("pull-sample")
    while sample is not None:
        units.append(sample.get_buffer().copy_deep())
        sample = sink.emit("pull-sample")
    pipeline.set_state(Gst.State.NULL)
    return units


UNITS = access_units(ARGS.file)


class Camera(GstRtspServer.RTSPMediaFactory):
    """The media of one client; each begins with the file's first picture."""

    def __init__(self):
        super().__init__()
        self.set_launch(PIPELINE + ")")
        if ARGS.udp:
            self.set_protocols(GstRtsp.RTSPLowerTrans.UDP)
        self.connect("media-configure", self.configure)
        if ARGS.auth:
            role = Gst.Structure.new_empty("user")
            role.set_value("media.factory.access", True)
            role.set_value("media.factory.construct", True)
            self.add_role_from_structure(role)

    @staticmethod
    def configure(_factory, media):
        source = media.get_element().get_by_name_recurse_up("src")
        state = {"count": 0, "done": False}

        def push():
            if state["done"]:
                return False
            if ARGS.pictures and state["count"] == ARGS.pictures:
                source.emit("end-of-stream")
                return False
            unit = UNITS[state["count"] % len(UNITS)].copy()
            unit.pts = unit.dts = state["count"] * FRAME
            unit.duration = FRAME
            state["count"] += 1
            source.emit("push-buffer", unit)
            return True

        media.connect("unprepared", lambda _media: state.update(done=True))
        push()
        GLib.timeout_add(1000 // ARGS.fps, push)


def authentication():
    user, password = ARGS.auth.split(":", 1)
    auth = GstRtspServer.RTSPAuth()
    auth.set_realm("Cam")
    token = GstRtspServer.RTSPToken()
    token.set_string("media.factory.role", "user")
    if ARGS.basic:
        auth.add_basic(GstRtspServer.RTSPAuth.make_basic(user, password), token)
    else:
        auth.set_supported_methods(2)  # GST_RTSP_AUTH_DIGEST
        auth.add_digest(user, password, token)
    return auth


server = GstRtspServer.RTSPServer()
server.set_address("127.0.0.1")
server.set_service("0")
if ARGS.auth:
    server.set_auth(authentication())
server.get_mount_points().add_factory("/cam", Camera())
if not server.attach(None):
    sys.exit("cannot listen")
print("port %d" % server.get_bound_port(), flush=True)
loop = GLib.MainLoop()
threading.Thread(target=lambda: (sys.stdin.read(), loop.quit()), daemon=True).start()
loop.run()
