import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Problem, Result } from '../api/http';
import { replays } from '../api/recorder';
import type { ReplayChange } from '../api/recorder';
import type { Profile, Replay } from '../api/types';
import { Changes } from './changes';

const POLL_MS = 300;

export interface ReplayControl {
  /** Undefined: no replay runs, the page shows live. */
  readonly replay: Replay | undefined;
  /** The replay with which the page begins is being made: there is no live to show meanwhile. */
  readonly opening: boolean;
  readonly problem: Problem | undefined;
  /** Recorded time in sight at a time of ours; undefined while there is no replay. Both in ms since 1970. */
  readonly clock: (now: number) => number | undefined;
  /** Recorded time of a camera's picture to which a paused replay came; undefined: it moves, or is not there yet. */
  readonly settled: (camera: string) => number | undefined;
  /** Starts a replay at that time, or jumps there, and changes what else is wanted. */
  readonly goTo: (at: number, also?: ReplayChange) => void;
  /** Changes the replay that runs or is being made; without one there is nothing to change. */
  readonly change: (change: ReplayChange) => void;
  /** Another recorded stream of one camera. */
  readonly showStream: (camera: string, stream: Profile) => void;
  readonly end: () => void;
}

interface Known {
  readonly replay: Replay;
  /** When the answer came. */
  readonly since: number;
  /** True if nothing was asked of it any more when it was given. */
  readonly settled: boolean;
}

interface Wish {
  readonly at: number;
  readonly also: ReplayChange;
}

/**
 * One replay at a time, of all the cameras: started by the first jump, ended when the page is left.
 *
 * @param startAt where it begins by itself, milliseconds since 1970
 */
export function useReplay(
  cameras: readonly string[],
  stream: Profile,
  startAt: number | undefined,
): ReplayControl {
  const [known, setKnown] = useState<Known>();
  const [opening, setOpening] = useState(startAt !== undefined);
  const [problem, setProblem] = useState<Problem>();
  const running = useRef<{ id: string; changes: Changes } | undefined>(undefined);
  /** What is wanted while the replay is still being made. */
  const wish = useRef<Wish | undefined>(undefined);

  // Another stream is no reason to begin again; it is what the next replay begins with.
  const profile = useRef(stream);
  useEffect(() => {
    profile.current = stream;
  }, [stream]);

  const end = useCallback(() => {
    wish.current = undefined;
    if (running.current !== undefined) {
      void replays.end(running.current.id);
      running.current = undefined;
    }
    setKnown(undefined);
    setProblem(undefined);
    setOpening(false);
  }, []);

  // Other cameras are another replay, and leaving the page ends it.
  const wanted = cameras.join(' ');
  useEffect(() => end, [wanted, end]);

  const heard = useCallback((answer: Result<Replay>, settled = false) => {
    if (answer.ok) {
      if (running.current?.id === answer.value.id) {
        setKnown({ replay: answer.value, since: Date.now(), settled });
        setProblem(undefined);
      }
    } else if (answer.problem.kind === 'not-found') {
      running.current = undefined;
      setKnown(undefined);
      setProblem({ ...answer.problem, words: 'This replay has ended. Click the timeline to start another.' });
    } else {
      setProblem(answer.problem);
    }
  }, []);

  const create = useCallback(
    async (first: Wish) => {
      wish.current = first;
      setProblem(undefined);
      const answer = await replays.create(
        wanted.split(' '),
        new Date(first.at),
        profile.current,
        first.also.rate ?? 1,
      );
      const newest = wish.current as Wish | undefined;
      wish.current = undefined;
      setOpening(false);
      if (!answer.ok) {
        setProblem(answer.problem);
        return;
      }
      const { id } = answer.value;
      if (newest === undefined) {
        void replays.end(id);
        return;
      }
      running.current = { id, changes: new Changes((change) => replays.change(id, change), heard) };
      heard(answer);
      if (newest !== first) {
        running.current.changes.ask({ ...newest.also, seek: new Date(newest.at).toISOString() });
      } else if (first.also.playing === false || first.also.smooth === true) {
        running.current.changes.ask({ ...first.also });
      }
    },
    [wanted, heard],
  );

  const showStream = useCallback(
    (camera: string, wish: Profile) => running.current?.changes.askStream(camera, wish),
    [],
  );

  const change = useCallback((wanted: ReplayChange) => {
    if (wish.current !== undefined) {
      wish.current = { at: wish.current.at, also: { ...wish.current.also, ...wanted } };
    }
    if (running.current !== undefined) {
      running.current.changes.ask(wanted);
      setKnown((before) => before && expected(before, wanted));
    }
  }, []);

  const goTo = useCallback(
    (at: number, also: ReplayChange = {}) => {
      if (running.current !== undefined) {
        const jump = { ...also, seek: new Date(at).toISOString() };
        running.current.changes.ask(jump);
        setKnown((before) => before && expected(before, jump));
      } else if (wish.current !== undefined) {
        wish.current = { at, also: { ...wish.current.also, ...also } };
      } else {
        void create({ at, also });
      }
    },
    [create],
  );

  useEffect(() => {
    if (startAt !== undefined) {
      goTo(startAt);
    }
  }, [startAt, goTo]);

  const id = known?.replay.id;
  useEffect(() => {
    if (id === undefined) {
      return undefined;
    }
    let over = false;
    let timer: ReturnType<typeof setTimeout>;
    const poll = async () => {
      const before = running.current?.changes.count;
      const answer = await replays.now(id);
      if (over) {
        return;
      }
      const changes = running.current?.changes;
      if (changes?.waiting === false && changes.count === before) {
        heard(answer, true);
      }
      timer = setTimeout(() => void poll(), POLL_MS);
    };
    timer = setTimeout(() => void poll(), POLL_MS);
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [id, heard]);

  return useMemo(
    () => ({
      replay: known?.replay,
      opening,
      problem,
      clock: (now: number) =>
        known === undefined ? undefined : clockAt(known.replay, Math.max(0, now - known.since)),
      settled: (camera: string) => {
        const shown = known?.replay.cameras[camera]?.shown;
        const stands = known !== undefined && known.settled && !known.replay.playing;
        return stands && shown !== undefined ? Date.parse(shown) : undefined;
      },
      goTo,
      change,
      showStream,
      end,
    }),
    [known, opening, problem, goTo, change, showStream, end],
  );
}

/** The recorder's clock, carried on at its speed since the answer came; not for long, for it may meet a gap. */
function clockAt(replay: Replay, sinceAnswerMs: number): number {
  const clock = Date.parse(replay.clock);
  const stands = !replay.playing || replay.atEnd === true;
  return stands ? clock : clock + replay.rate * Math.min(sinceAnswerMs, 2 * POLL_MS);
}

/** The state that a change leads to, until the recorder answers: keys come faster than answers. */
function expected({ replay, since }: Known, { seek, rate, playing }: ReplayChange): Known {
  const now = Date.now();
  return {
    since: now,
    settled: false,
    replay: {
      ...replay,
      clock: seek ?? new Date(clockAt(replay, now - since)).toISOString(),
      rate: rate ?? replay.rate,
      playing: playing ?? replay.playing,
      atEnd: false,
    },
  };
}
