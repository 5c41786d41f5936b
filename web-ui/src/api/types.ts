/** Values of the recorder's API, as JSON carries them. Times are RFC 3339 strings in UTC. */

export type Profile = 'main' | 'sub';
export type Role = 'viewer' | 'operator' | 'admin';

export interface Session {
  readonly user: string;
  readonly role: Role;
}

export type Day = 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun';

/** Hours that begin on these days; `to` at or before `from` is on the next day. */
export interface Period {
  readonly days: readonly Day[];
  readonly from: string;
  readonly to: string;
}

export type RecordMode = 'continuous' | 'events' | 'schedule' | 'off';

export interface Camera {
  readonly id: string;
  readonly name: string;
  readonly driver: string;
  readonly address: string;
  readonly subAddress?: string;
  readonly username?: string;
  /** Write only: never comes back. */
  readonly password?: string;
  readonly channel?: number;
  readonly enabled: boolean;
  readonly record: {
    readonly mode: RecordMode;
    readonly streams: readonly Profile[];
    readonly preSeconds: number;
    readonly postSeconds: number;
    readonly schedule?: readonly Period[];
  };
  readonly retention?: { readonly days?: number; readonly gigabytes?: number };
}

export type StreamState = 'live' | 'connecting' | 'offline' | 'unauthorized' | 'unsupported';

export interface StreamStatus {
  readonly state: StreamState;
  /** These three: null until the first picture came. */
  readonly codec?: string | null;
  readonly width?: number | null;
  readonly height?: number | null;
  readonly fps?: number;
  readonly bitrateKbps?: number;
  readonly audio?: string;
  readonly since?: string;
  readonly reconnects?: number;
  /** How far the camera's clock is ahead of the recorder's, as it last told; negative: behind. */
  readonly clockOffsetSeconds?: number;
  readonly lastError?: string;
  readonly recording?: boolean;
}

export interface CameraStatus {
  readonly streams: Partial<Record<Profile, StreamStatus>>;
}

export interface Driver {
  readonly driver?: string;
  readonly id?: string;
  readonly name?: string;
  readonly title?: string;
  readonly schemes?: readonly string[];
}

/** Whether a camera can be moved, and where to by name. */
export interface Ptz {
  readonly movable: boolean;
  readonly presets: readonly string[];
}

/** A movement by speeds from −1 to 1, a stop, or a preset. */
export interface PtzMove {
  readonly pan?: number;
  readonly tilt?: number;
  readonly zoom?: number;
  readonly seconds?: number;
  readonly stop?: boolean;
  readonly preset?: string;
}

/** Something in a camera's own settings that hurts. */
export interface Finding {
  /** Absent: it is about the camera. */
  readonly stream?: Profile;
  readonly setting: 'codec' | 'keyPictures' | 'subStream' | 'clock';
  readonly is: string;
  readonly should: string;
  readonly why: string;
  /** False: on the camera's own page alone. */
  readonly correctable: boolean;
}

export interface SettingsReport {
  readonly findings: readonly Finding[];
  /** Corrections that the camera refused, and why. */
  readonly refused: readonly string[];
}

export type ImagingLevel = 'brightness' | 'contrast' | 'saturation' | 'sharpness';
export type IrCutFilter = 'on' | 'off' | 'auto';

/** How a camera makes its picture; what is missing it does not have. */
export type Imaging = Readonly<
  Partial<Record<ImagingLevel, { readonly value: number; readonly min: number; readonly max: number }>>
> & { readonly irCutFilter?: { readonly value: IrCutFilter; readonly values: readonly IrCutFilter[] } };

export type ImagingChange = Readonly<Partial<Record<ImagingLevel, number>>> & {
  readonly irCutFilter?: IrCutFilter;
};

export interface FoundCamera {
  readonly driver: string;
  readonly address: string;
  readonly name: string;
  readonly vendor?: string;
  readonly model?: string;
  readonly serial?: string;
  /** Ways by which it was found. */
  readonly via: readonly string[];
  /** Id of the camera that it is added as. */
  readonly addedAs?: string;
  /** That camera is set up with another address. */
  readonly moved: boolean;
}

export interface Discovery {
  readonly running: boolean;
  readonly found: readonly FoundCamera[];
}

export type GapCause =
  'camera-offline' | 'recorder-down' | 'disk-full' | 'disk-error' | 'disabled' | 'no-event' | 'deleted';

export type Span =
  | { readonly from: string; readonly to: string; readonly kind: 'recorded' }
  | { readonly from: string; readonly to: string; readonly kind: 'gap'; readonly cause: GapCause };

export interface Replay {
  readonly id: string;
  readonly clock: string;
  readonly rate: number;
  readonly playing: boolean;
  readonly cameras: Readonly<Record<string, ReplayCamera>>;
  readonly skippedGap?: { readonly from: string; readonly to: string };
  /** Nothing more is recorded, as of now, in the direction of the clock. */
  readonly atEnd?: boolean;
  /** Groups of pictures come, each forward and the groups backward. */
  readonly smooth?: boolean;
}

export interface ReplayCamera {
  readonly whep: string;
  readonly mode: 'passthrough' | 'transcode';
  /** Why it is transcoded, or another stream than was asked for. */
  readonly reason?: string;
  readonly stream?: Profile;
  /** Recorded time of the newest picture that was sent. */
  readonly shown?: string;
}

export type JobState = 'queued' | 'running' | 'done' | 'failed';

/** A job that puts recordings of several cameras into one signed archive. */
export interface Export {
  readonly id: string;
  readonly state: JobState;
  /** 0 … 1 */
  readonly progress: number;
  readonly by: string;
  readonly created: string;
  readonly from: string;
  readonly to: string;
  readonly stream: Profile;
  readonly cameras: readonly {
    readonly camera: string;
    readonly state: JobState;
    readonly files: number;
    readonly size: number;
    readonly gaps: readonly Span[];
  }[];
  /** Bytes of the archive, once it is done. */
  readonly size?: number;
  readonly expires?: string;
  /** Why it failed. */
  readonly detail?: string;
}

/** One value that can be set, as JSON Schema describes it. */
export interface SettingSchema {
  readonly type: 'string' | 'integer' | 'number' | 'boolean' | 'array';
  readonly title?: string;
  readonly description?: string;
  /** A secret: it goes in and never comes out. */
  readonly writeOnly?: boolean;
  readonly oneOf?: readonly { readonly const: unknown; readonly title: string }[];
  readonly items?: SettingSchema;
}

/** What can be set of a bundle. */
export interface Settings {
  readonly pid: string;
  readonly title: string;
  readonly schema: {
    readonly description?: string;
    readonly properties: Readonly<Record<string, SettingSchema>>;
  };
  readonly values: Readonly<Record<string, unknown>>;
}

export interface Disk {
  readonly path: string;
  readonly size: number;
  readonly used: number;
  readonly reserve?: number;
  readonly writeMBps?: number;
  readonly state: string;
  readonly detail?: string;
  readonly oldest?: string;
}

export interface Storage {
  readonly disks: readonly Disk[];
  readonly estimatedDays?: number;
}

export interface User {
  readonly name: string;
  readonly role: Role;
  /** Ids it may see; absent: all. */
  readonly cameras?: readonly string[];
}

export interface Plugin {
  readonly id: string;
  readonly name: string;
  readonly version: string;
  readonly vendor?: string;
  readonly state: 'active' | 'stopped' | 'unresolved' | 'failed';
  readonly detail?: string;
  readonly signed: boolean;
  readonly signer?: string;
  readonly kind: 'source' | 'sink' | 'other';
}

/** An event, but the name is the browser's. */
export interface Happening {
  readonly at: string;
  /** One of those of the API, or a later recorder's. */
  readonly kind: string;
  readonly phase: 'began' | 'ended' | 'happened';
  readonly camera?: string;
  readonly text: string;
}

export interface Happenings {
  readonly events: readonly Happening[];
  /** There are others beyond the limit. */
  readonly more: boolean;
}

export interface System {
  readonly version: string;
  readonly uptimeSeconds?: number;
  readonly java?: string;
  /** Bytes. */
  readonly memory?: { readonly rss?: number; readonly heapUsed?: number; readonly heapMax?: number };
  readonly threads?: number;
  readonly live?: {
    readonly engine?: string;
    readonly engines?: readonly {
      readonly name: string;
      readonly healthy: boolean;
      readonly viewers: number;
    }[];
    readonly kurento?: readonly {
      readonly uri: string;
      readonly state: 'connecting' | 'up' | 'down';
      readonly sessions: number;
    }[];
  };
  readonly replays?: number;
  /** The RTSP server for other software; without a port while another program has it. */
  readonly restream?: { readonly port?: number; readonly clients: number };
}
