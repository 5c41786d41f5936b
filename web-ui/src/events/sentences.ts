/** What happened, as one would tell it. */
import type { Happening } from '../api/types';

/** One word for a kind, for legends and filters; kinds that nobody here knows are made readable. */
export function kindWords(kind: string): string {
  return KINDS[kind] ?? readable(kind);
}

const KINDS: Readonly<Record<string, string>> = {
  motion: 'motion',
  input: 'alarm input',
  tamper: 'tampering',
  'video-loss': 'no picture',
  camera: 'camera came or went',
  disk: 'disk',
  login: 'sign-in',
  plugin: 'plug-in',
};

/** `line-crossing`, `lineCrossing`, `LINE_CROSSING` → `line crossing` */
function readable(kind: string): string {
  return kind
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/[-_./:]+/g, ' ')
    .trim()
    .toLowerCase();
}

/**
 * A sentence without a full stop.
 *
 * @param name of the camera, as people call it; undefined: it concerns none
 */
export function sentence(event: Pick<Happening, 'kind' | 'phase' | 'text'>, name?: string): string {
  const { kind, phase, text } = event;
  const where = name ?? '';
  const detail = text === '' ? '' : ` (${text})`;
  const began = phase !== 'ended';
  switch (kind) {
    case 'motion':
      return began ? `${where}: motion${detail}` : `${where}: motion over${detail}`;
    case 'input':
      return `${where}: ${text === '' ? 'alarm input' : text} ${began ? 'on' : 'off'}`;
    case 'tamper':
      return began ? `${where} is covered, turned or blinded${detail}` : `${where} sees again${detail}`;
    case 'video-loss':
      return began ? `${where} has no picture${detail}` : `${where} has a picture again${detail}`;
    case 'camera':
      return cameraSentence(where, text);
    case 'disk':
      return diskSentence(where, began, text);
    case 'login':
    case 'plugin':
      return capital(text);
    default: {
      const what = readable(kind) + (phase === 'ended' ? ' over' : '');
      return capital(where === '' ? `${what}${detail}` : `${where}: ${what}${detail}`);
    }
  }
}

/** The recorder says `live`, or a state and why: `offline: no route to host`. */
function cameraSentence(name: string, text: string): string {
  if (text === 'live') {
    return `${name} came back`;
  }
  const [state = '', ...why] = text.split(': ');
  const because = why.length === 0 ? '' : `: ${why.join(': ')}`;
  switch (state) {
    case 'offline':
      return `${name} went offline${because}`;
    case 'unauthorized':
      return `${name} refuses the user name or password${because}`;
    case 'unsupported':
      return `${name} sends what the recorder cannot use${because}`;
    default:
      return `${name}: ${text}`;
  }
}

function diskSentence(name: string, began: boolean, text: string): string {
  if (name !== '') {
    const disk = text === '' ? 'its disk' : text;
    return began ? `${name}: ${disk} has failed` : `${name}: ${disk} is well again`;
  }
  return capital(
    text.replace(/^(.*?) is ok\b/, 'Disk $1 is well again').replace(/^(\/.*?) is /, 'Disk $1 is '),
  );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
