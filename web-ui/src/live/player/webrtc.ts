import { deleteViewer, isViewerThere, postOffer, socketUrl } from '../../api/http';
import type { Listener, Opened } from './opened';
import { recordedIn } from './recordedTimes';
import type { Source } from './source';

/** Media must begin to flow so soon after the answer; else UDP does not get through. */
const ICE_PATIENCE_MS = 4000;

/** Media did not get through once: what lies between will not change while the page is open. */
let blocked = false;

/**
 * True if WebRTC is worth trying: media gets through as far as we know, and the browser decodes H.264 there. A Firefox
 * that never was on the internet does not.
 */
export function isWebRtcPromising(): boolean {
  if (blocked || typeof RTCPeerConnection === 'undefined') {
    return false;
  }
  const codecs = RTCRtpReceiver.getCapabilities('video')?.codecs;
  return codecs === undefined || codecs.some((codec) => codec.mimeType.toLowerCase() === 'video/h264');
}

/** Opens a source by WHEP: one round trip, no trickle, since the recorder finds the browser by itself (ICE-lite). */
export function openWebRtc(video: HTMLVideoElement, source: Source, listener: Listener): Opened {
  const connection = new RTCPeerConnection();
  const stream = new MediaStream();
  let closed = false;
  let viewer: string | null = null;
  let patience: ReturnType<typeof setTimeout> | undefined;

  connection.addTransceiver('video', { direction: 'recvonly' });
  if (source.audio) {
    connection.addTransceiver('audio', { direction: 'recvonly' });
  }
  connection.ontrack = ({ track }) => stream.addTrack(track);
  connection.onconnectionstatechange = () => {
    const state = connection.connectionState;
    if (state === 'connected' || state === 'failed' || state === 'closed') {
      clearTimeout(patience);
    }
    if (!closed && (state === 'failed' || state === 'closed')) {
      listener.noWay('The connection for pictures was lost.');
    }
  };

  window.addEventListener('pagehide', leave);
  const times = source.times === undefined ? undefined : hearTimes(source.times, listener);

  negotiate().catch((fault: unknown) => {
    if (!closed) {
      listener.noWay(fault instanceof Error ? fault.message : 'This browser cannot do WebRTC.');
    }
  });

  async function negotiate(): Promise<void> {
    await connection.setLocalDescription(await connection.createOffer());
    const answer = await postOffer(source.whep, connection.localDescription?.sdp ?? '');
    if (answer.ok) {
      viewer = answer.location;
    }
    if (closed) {
      end();
      return;
    }
    if (!answer.ok) {
      listener.refused(answer.problem);
      return;
    }
    patience = setTimeout(() => void noMedia(), ICE_PATIENCE_MS);
    await connection.setRemoteDescription({ type: 'answer', sdp: answer.value });
    // Once and with all tracks: setting it again would break off the first play().
    video.srcObject = stream;
  }

  /** Nothing came: either a media server has gone meanwhile, or UDP does not get through, now and later. */
  async function noMedia(): Promise<void> {
    if (await isOver()) {
      listener.lost('The media server has gone.');
    } else if (!closed) {
      blocked = true;
      listener.noWay('Pictures do not get through by UDP.');
    }
  }

  async function isOver(): Promise<boolean> {
    return viewer !== null && !(await isViewerThere(viewer)) && !closed;
  }

  /** Tells the recorder first: the end of the connection would tell it, too, and make this a call in vain. */
  function end(): void {
    void tellRecorder().finally(() => connection.close());
  }

  function tellRecorder(): Promise<unknown> {
    const told: Promise<unknown> = viewer === null ? Promise.resolve() : deleteViewer(viewer);
    viewer = null;
    return told;
  }

  /**
   * The page goes: its process may end before it has said farewell, the request outlives it. A page that comes back
   * from the history begins again.
   */
  function leave(): void {
    void tellRecorder();
    connection.close();
    listener.lost('The page was left.');
  }

  return {
    inquire() {
      void isOver().then((over) => {
        if (over) {
          listener.lost('The media server has gone.');
        }
      });
    },
    close() {
      closed = true;
      window.removeEventListener('pagehide', leave);
      times?.close();
      clearTimeout(patience);
      if (video.srcObject === stream) {
        video.srcObject = null;
      }
      end();
    },
  };
}

/** Hears from the recorder when the pictures of a replay were recorded. */
function hearTimes(path: string, listener: Listener): WebSocket {
  const socket = new WebSocket(socketUrl(path));
  socket.onmessage = ({ data }) => {
    const recorded = recordedIn(String(data));
    if (recorded !== undefined) {
      listener.recorded(recorded.ticks, recorded.at);
    }
  };
  return socket;
}
