import { socketUrl } from '../../api/http';
import { aim, trimTo } from './liveEdge';
import type { Listener, Opened } from './opened';
import { recordedIn } from './recordedTimes';

/** Fragments that wait for the decoder; about a minute of them means it does not keep up. */
const QUEUE_LIMIT = 300;

/**
 * Opens a source as fMP4 over a WebSocket: a text message with the MIME type, the init segment, then fragments.
 * Works where WebRTC does not, in every browser with MediaSource; about 0.3 s behind the camera.
 */
export function openMse(video: HTMLVideoElement, path: string, listener: Listener): Opened {
  const Media = window.MediaSource as typeof MediaSource | undefined;
  const media = Media === undefined ? undefined : new Media();
  const socket = new WebSocket(socketUrl(path));
  socket.binaryType = 'arraybuffer';
  /** Binary messages, and between them the MIME type of what follows when it changes. */
  const waiting: (ArrayBuffer | string)[] = [];
  let buffer: SourceBuffer | undefined;
  let url: string | undefined;
  let closed = false;

  const fail = (tell: () => void) => {
    if (!closed) {
      close();
      tell();
    }
  };

  socket.onmessage = ({ data }) => {
    if (closed) {
      return;
    }
    if (typeof data === 'string') {
      announced(data);
    } else if (waiting.length >= QUEUE_LIMIT) {
      fail(() => listener.lost('This device is too slow for the picture.'));
    } else {
      waiting.push(data as ArrayBuffer);
      feed();
    }
  };
  socket.onclose = ({ reason }) =>
    fail(() => listener.lost(reason === '' ? 'The connection for pictures was lost.' : reason));

  /** The first says what comes; another one says that from here on it is something else. */
  function announced(text: string): void {
    const recorded = recordedIn(text);
    if (recorded !== undefined) {
      listener.recorded(recorded.ticks, recorded.at);
      return;
    }
    const mime = mimeIn(text);
    if (media === undefined || mime === undefined || !MediaSource.isTypeSupported(mime)) {
      fail(() => listener.noWay(cannotPlay(mime)));
    } else if (url === undefined) {
      begin(media, mime);
    } else {
      waiting.push(mime);
    }
  }

  function begin(media: MediaSource, mime: string): void {
    media.addEventListener(
      'sourceopen',
      () => {
        if (closed) {
          return;
        }
        buffer = media.addSourceBuffer(mime);
        buffer.addEventListener('updateend', () => {
          follow();
          feed();
        });
        feed();
      },
      { once: true },
    );
    url = URL.createObjectURL(media);
    video.src = url;
    // Left to itself, Firefox waits for more than a live stream ever has ahead. Refused only while being closed.
    video.play().catch(() => undefined);
  }

  function feed(): void {
    if (buffer === undefined || buffer.updating || media?.readyState !== 'open') {
      return;
    }
    try {
      const trim = trimTo(video.buffered, video.currentTime);
      if (trim !== undefined) {
        buffer.remove(0, trim);
        return;
      }
      let next = waiting.shift();
      if (typeof next === 'string') {
        buffer.changeType(next);
        next = waiting.shift();
      }
      if (next instanceof ArrayBuffer) {
        buffer.appendBuffer(next);
      }
    } catch {
      fail(() => listener.lost('The browser could not take the picture in.'));
    }
  }

  function follow(): void {
    const target = aim(video.buffered, video.currentTime);
    if (target.seek !== undefined) {
      video.currentTime = target.seek;
    }
    video.playbackRate = target.rate;
  }

  function close(): void {
    closed = true;
    socket.onmessage = null;
    socket.onclose = null;
    socket.close();
    waiting.length = 0;
    video.playbackRate = 1;
    if (url !== undefined) {
      URL.revokeObjectURL(url);
      if (video.src === url) {
        video.removeAttribute('src');
        video.load();
      }
    }
  }

  return { close };
}

/** The MIME type in the first text message; undefined if it has none. */
export function mimeIn(text: string): string | undefined {
  try {
    const mime = (JSON.parse(text) as { mime?: unknown }).mime;
    return typeof mime === 'string' ? mime : undefined;
  } catch {
    return undefined;
  }
}

/** Why a MIME type that the browser does not take cannot be shown, and what helps. */
export function cannotPlay(mime: string | undefined): string {
  return /codecs="h(vc|ev)1/.test(mime ?? '')
    ? 'This browser does not show H.265; the recording is not affected. Set the camera to H.264 to see it here.'
    : 'This browser cannot play what the camera sends.';
}

/** True if this browser decodes H.265 at all: main profile, level 3.1. */
export function showsH265(): boolean {
  const Media = window.MediaSource as typeof MediaSource | undefined;
  return Media?.isTypeSupported('video/mp4; codecs="hvc1.1.6.L93.B0"') === true;
}
