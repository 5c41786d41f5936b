import { Button } from '@mantine/core';
import IconDownload from '@tabler/icons-react/icons/IconDownload';
import { useCallback, useEffect, useMemo, useState } from 'react';
import type { Camera, Profile } from '../api/types';
import { useTitle } from '../common/Page';
import { ProblemNote } from '../common/ProblemNote';
import { has, useSession } from '../common/session';
import { fullWords } from '../common/time';
import { TimeField } from '../common/TimeField';
import { useNow } from '../common/useNow';
import { CameraChoice } from './CameraChoice';
import { ClipPanel } from './ClipPanel';
import { Controls } from './Controls';
import type { Direction } from './eventJump';
import { spanAt, zoom } from './geometry';
import { KeyHelp } from './KeyHelp';
import { useKeys } from './keys';
import { Legend } from './Legend';
import { ReplayTile } from './ReplayTile';
import { useSmoothReverse } from './reverse/useSmoothReverse';
import { Skipped } from './Skipped';
import { faster, shuttle } from './speeds';
import { StepCover } from './StepCover';
import { Timeline } from './Timeline';
import type { Clip } from './Timeline';
import { useEventJump } from './useEventJump';
import { useEvents } from './useEvents';
import { useReplay } from './useReplay';
import { useSpans } from './useSpans';
import { follow, goTo as showTime, hourAt, limitsAt, look } from './viewport';
import type { View } from './geometry';
import { ZoomChoice } from './ZoomChoice';
import classes from './ReplayView.module.css';

interface Props {
  /** 1 to 16, shown together. */
  cameras: readonly Camera[];
  all: readonly Camera[];
  /** Where to begin, milliseconds since 1970; undefined: live. */
  startAt: number | undefined;
  /** Others are wanted, at the time in sight; undefined: live. */
  onCameras: (cameras: readonly string[], at: number | undefined) => void;
}

const SECOND = 1000;
const HALF_CLIP_MS = 30 * SECOND;
/** A recording whose end is older than this is not followed into live. */
const PRESENT_MS = 60 * SECOND;

/** Some cameras, live or recorded, on one clock, with their timelines and everything to move about in time. */
export function ReplayView({ cameras, all, startAt, onCameras }: Props) {
  const [stream, setStream] = useState<Profile>('main');
  const [enlarged, setEnlarged] = useState<string>();
  const [only] = cameras.length === 1 ? cameras : [];
  const ids = useMemo(() => cameras.map(({ id }) => id), [cameras]);
  const { replay, opening, problem, clock, settled, goTo, change, showStream, end } = useReplay(
    ids,
    only === undefined ? 'sub' : stream,
    startAt,
  );
  const [port, setPort] = useState(() => hourAt(startAt ?? Date.now()));
  const [clip, setClip] = useState<Clip>();
  const [cover] = useState(() => new StepCover());
  const [hold] = useState(() => new StepCover());
  const { session } = useSession();
  const now = useNow(200);
  const rate = replay?.rate ?? 1;
  // Low resolution in the grid, full for the one that is large.
  const large = only ?? cameras.find((camera) => camera.id === enlarged);
  const told = clock(now);
  const largeSub = large?.record.streams.includes('sub') === true ? large.id : undefined;
  const reverse = useSmoothReverse(replay, cameras.length, largeSub, told, now, hold, change);
  const { goOn, askingFor } = reverse;
  const at = reverse.at ?? told ?? (opening ? startAt : undefined) ?? now;
  const limits = useMemo(() => limitsAt(now - (now % PRESENT_MS)), [now]);
  const timeline = useSpans(cameras, port.view, now);
  const spans = timeline.value ?? {};
  const events = useEvents(cameras, port.view, now);
  useTitle(only === undefined ? 'Replay' : `${only.name} · Replay`);

  // At 2 to 4 times the speed a screen shows every picture of the sub stream, but not of the main stream. Nor does a page
  // take every picture off the video of a main stream.
  const id = replay?.id;
  const brisk =
    replay?.playing === true &&
    ((replay.rate > 2 && replay.rate <= 4) || (reverse.way === 'capture' && reverse.kind === 'smooth'));
  const suiting = brisk ? 'sub' : stream;
  const wanted = large?.record.streams.includes(suiting) === true ? large.id : undefined;
  const alone = only !== undefined;
  useEffect(() => {
    if (id === undefined || wanted === undefined) {
      return undefined;
    }
    showStream(wanted, suiting);
    return alone ? undefined : () => showStream(wanted, 'sub');
  }, [id, wanted, suiting, alone, showStream]);

  // The end of what is recorded is the present.
  const reached = replay?.atEnd === true && replay.playing && replay.rate > 0;
  const present = reached && now - Date.parse(replay.clock) < PRESENT_MS;
  useEffect(() => {
    if (present) {
      end();
    }
  }, [present, end]);

  const followed = follow(port, at, limits);
  if (followed !== port) {
    setPort(followed);
  }

  const setView = useCallback((wanted: View) => setPort(look(wanted)), []);
  const jump = (time: number) => {
    setPort(showTime(port, time, limits));
    goTo(Math.min(time, now - SECOND));
  };
  const setPlaying = (wanted: boolean) => {
    if (replay !== undefined) {
      goOn({ playing: wanted, ...(wanted ? askingFor(rate) : {}) });
    } else if (!wanted) {
      // Pausing live means: stay with what is in sight.
      goTo(now - 2 * SECOND, { playing: false });
    }
  };
  /** As K does in editors: what is played next goes forward at 1×. */
  const stop = () => (replay === undefined ? setPlaying(false) : goOn({ playing: false, rate: 1 }));
  const setRate = (rate: number) => {
    reverse.tryAgain();
    if (replay === undefined) {
      goTo(now - (rate < 0 ? 2 : 10) * SECOND, { rate, ...askingFor(rate) });
    } else {
      goOn({ rate, playing: true, ...askingFor(rate) });
    }
  };
  const step = (direction: 1 | -1) => {
    if (replay?.playing === true) {
      goOn({ playing: false });
    } else if (replay !== undefined) {
      if (direction < 0) {
        cover.raise();
      }
      change({ step: direction });
    }
  };
  const back = () => goTo(at - 10 * SECOND);
  const closer = (factor: number) => {
    const around = at >= port.view.from && at <= port.view.to ? at : (port.view.from + port.view.to) / 2;
    setPort(look(zoom(port.view, factor, around, limits)));
  };
  const { notice, go: goToEvent } = useEventJump(jump);
  const toEvent = (direction: Direction) =>
    goToEvent(large === undefined ? (focusedCamera() ?? ids) : [large.id], at, direction);
  const playing = replay?.playing ?? true;
  const mark = (edge: Partial<Clip>) =>
    setClip((before) => ({ from: at - HALF_CLIP_MS, to: at + HALF_CLIP_MS, ...before, ...edge }));

  useKeys({
    ' ': () => setPlaying(!playing),
    k: stop,
    j: () => setRate(shuttle(rate, playing, -1)),
    l: () => replay !== undefined && setRate(shuttle(rate, playing, 1)),
    ',': () => step(-1),
    '.': () => step(1),
    ArrowLeft: (event) => goTo(at - (event.shiftKey ? 60 : 10) * SECOND),
    ArrowRight: (event) =>
      replay !== undefined && goTo(Math.min(at + (event.shiftKey ? 60 : 10) * SECOND, now - SECOND)),
    '+': () => setRate(faster(rate, 1)),
    '-': () => setRate(faster(rate, -1)),
    w: () => toEvent('previous'),
    e: () => toEvent('next'),
    z: () => closer(0.5),
    x: () => closer(2),
    n: end,
    i: () => mark({ from: at }),
    o: () => mark({ to: at }),
    Escape: () => setEnlarged(undefined),
  });

  return (
    <div className={classes.page}>
      <header className={classes.bar}>
        <h1 className="unseen">Replay</h1>
        <CameraChoice
          all={all}
          chosen={ids}
          onChoose={(chosen) => onCameras(chosen, replay === undefined ? undefined : at)}
        />
        <div className={classes.goTo}>
          <TimeField hint="Date and time to go to" value={at} onTime={jump} />
        </div>
        {has(session, 'operator') && (
          <Button
            variant="default"
            leftSection={<IconDownload size={17} stroke={1.7} />}
            aria-expanded={clip !== undefined}
            onClick={() => (clip === undefined ? mark({}) : setClip(undefined))}
          >
            Download
          </Button>
        )}
      </header>
      <div className={classes.stage} data-columns={Math.ceil(Math.sqrt(cameras.length))}>
        {cameras.map((camera) => (
          <ReplayTile
            key={camera.id}
            camera={camera}
            replay={replay}
            opening={opening}
            at={at}
            settled={settled(camera.id)}
            span={spanAt(spans[camera.id] ?? [], at)}
            big={only !== undefined || enlarged === camera.id}
            among={only === undefined}
            stream={stream}
            onStream={setStream}
            onEnlarge={(big) => setEnlarged(big ? camera.id : undefined)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && event.target === event.currentTarget && only === undefined) {
                setEnlarged(enlarged === camera.id ? undefined : camera.id);
              }
            }}
            cover={cover}
            reverse={reverse}
            hold={hold}
          />
        ))}
        {replay?.skippedGap !== undefined && (
          <Skipped key={`${replay.id} ${replay.skippedGap.from}`} gap={replay.skippedGap} />
        )}
        {notice !== undefined && (
          <p className={classes.end} role="status">
            {notice}
          </p>
        )}
        {notice === undefined && replay?.atEnd === true && !present && (
          <p className={classes.end} role="status">
            {rate > 0 ? 'End of the recordings' : 'Begin of the recordings'}
          </p>
        )}
      </div>
      <div className={classes.desk}>
        <ProblemNote problem={problem ?? timeline.problem} />
        <Controls
          replay={replay}
          kind={reverse.kind}
          onPlay={setPlaying}
          onStep={step}
          onRate={setRate}
          onBack={back}
          onLive={end}
        />
        <Timeline
          cameras={cameras}
          spans={spans}
          events={events.episodes}
          view={port.view}
          limits={limits}
          at={at}
          now={now}
          clip={clip}
          onView={setView}
          onSeek={goTo}
        />
        <div className={classes.foot}>
          <ZoomChoice view={port.view} limits={limits} at={at} onView={setView} />
          <Legend spans={spans} events={events.episodes} view={port.view} future={port.view.to > now} />
          {events.incompleteBefore !== undefined && events.incompleteBefore > port.view.from && (
            <span className={classes.some}>
              events from {fullWords(new Date(events.incompleteBefore))} on: look closer for those before
            </span>
          )}
          <KeyHelp />
        </div>
        {clip !== undefined && has(session, 'operator') && (
          <ClipPanel
            cameras={cameras}
            clip={clip}
            stream={stream}
            at={at}
            onClip={setClip}
            onStream={setStream}
          />
        )}
      </div>
    </div>
  );
}

/** The tile that has the focus, as ids: keys are about it. */
function focusedCamera(): readonly string[] | undefined {
  const id = document.activeElement?.closest<HTMLElement>('[data-camera]')?.dataset.camera;
  return id === undefined ? undefined : [id];
}
