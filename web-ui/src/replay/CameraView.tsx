import { ActionIcon, Button, NativeSelect } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import IconDownload from '@tabler/icons-react/icons/IconDownload';
import IconZoomIn from '@tabler/icons-react/icons/IconZoomIn';
import IconZoomOut from '@tabler/icons-react/icons/IconZoomOut';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { cameras } from '../api/recorder';
import type { Camera, Profile } from '../api/types';
import { useTitle } from '../common/Page';
import { ProblemNote } from '../common/ProblemNote';
import { has, useSession } from '../common/session';
import { usePoll } from '../common/usePoll';
import { useNow } from '../common/useNow';
import { liveSource, replaySource } from '../live/player/source';
import { ClipPanel } from './ClipPanel';
import { Controls } from './Controls';
import { DayChoice } from './DayChoice';
import { follow, look, wholeDay } from './dayView';
import { zoom } from './geometry';
import type { View } from './geometry';
import { GoTo } from './GoTo';
import { Legend } from './Legend';
import { Skipped } from './Skipped';
import { faster } from './speeds';
import { Stage } from './Stage';
import { TimelineBar } from './TimelineBar';
import type { Clip } from './TimelineBar';
import { useReplay } from './useReplay';
import classes from './CameraView.module.css';

interface Props {
  camera: Camera;
  all: readonly Camera[];
  /** Where to begin, milliseconds since 1970; undefined: live. */
  startAt: number | undefined;
  onCamera: (camera: string) => void;
}

const HALF_CLIP_MS = 30_000;

/** One camera: live or recorded, its day below, and everything to move about in it. */
export function CameraView({ camera, all, startAt, onCamera }: Props) {
  const [stream, setStream] = useState<Profile>('main');
  const control = useReplay(camera.id, stream);
  const { replay, goTo, change, end } = control;
  const [day, setDay] = useState(() => wholeDay(startAt ?? Date.now()));
  const { limits, view } = day;
  const [clip, setClip] = useState<Clip>();
  const { session } = useSession();
  useTitle(`${camera.name} · Replay`);
  const now = useNow(200);
  const at = control.clock(now) ?? now;
  const today = now >= limits.from && now < limits.to;
  const timeline = usePoll(
    `${camera.id} ${stream} ${limits.from}`,
    () =>
      cameras.timeline(camera.id, stream, new Date(limits.from), new Date(Math.min(limits.to, Date.now()))),
    today ? 5000 : 60_000,
  );
  const spans = useMemo(() => timeline.value?.spans ?? [], [timeline.value]);
  const replayId = replay?.id;
  const whep = replay?.cameras[camera.id]?.whep;
  const source = useMemo(
    () =>
      replayId === undefined || whep === undefined
        ? liveSource(camera.id, 'main')
        : replaySource(replayId, camera.id, whep),
    [replayId, whep, camera.id],
  );

  const setView = useCallback((wanted: View) => setDay((before) => look(before, wanted)), []);
  const jump = (time: number) => {
    setDay(wholeDay(time));
    goTo(Math.min(time, now));
  };

  useEffect(() => {
    if (startAt !== undefined) {
      goTo(startAt);
    }
  }, [startAt, goTo]);

  // The picture may go on over midnight, or out of the part of the day that is in sight.
  const followed = follow(day, at);
  if (followed !== day) {
    setDay(followed);
  }

  const setPlaying = (wanted: boolean) => {
    if (replay !== undefined) {
      change({ playing: wanted });
    } else if (!wanted) {
      // Pausing live means: stay with what is in sight.
      goTo(now - 2000, { playing: false });
    }
  };
  const setRate = (rate: number) => {
    if (replay === undefined) {
      goTo(now - 10_000, { rate });
    } else {
      change({ rate, playing: true });
    }
  };
  const back = () => {
    end();
    setDay(wholeDay(now));
  };

  useHotkeys([
    ['space', () => setPlaying(!(replay?.playing ?? true))],
    [',', () => change({ step: -1 })],
    ['.', () => change({ step: 1 })],
    ['l', back],
    ['ArrowLeft', () => goTo(at - 10_000)],
    ['ArrowRight', () => goTo(Math.min(at + 10_000, now))],
    ['+', () => setRate(faster(replay?.rate ?? 1, 1))],
    ['-', () => setRate(faster(replay?.rate ?? 1, -1))],
  ]);

  return (
    <div className={classes.page}>
      <header className={classes.bar}>
        <h1 className="unseen">Replay</h1>
        <NativeSelect
          aria-label="Camera"
          className={classes.camera}
          value={camera.id}
          data={all.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(event) => onCamera(event.currentTarget.value)}
        />
        <DayChoice limits={limits} now={now} onDay={(time) => setDay(wholeDay(time))} />
        <GoTo at={at} onGo={jump} />
        {has(session, 'operator') && (
          <Button
            variant="default"
            className={classes.download}
            leftSection={<IconDownload size={17} stroke={1.7} />}
            aria-expanded={clip !== undefined}
            onClick={() =>
              setClip(
                clip === undefined
                  ? { from: at - HALF_CLIP_MS, to: Math.min(at + HALF_CLIP_MS, now) }
                  : undefined,
              )
            }
          >
            Download
          </Button>
        )}
      </header>
      <Stage
        camera={camera}
        source={source}
        live={replay === undefined}
        at={at}
        settled={control.settled}
        rate={replay?.rate ?? 1}
        playing={replay?.playing ?? true}
        stream={replay === undefined ? undefined : stream}
        note={
          replay?.skippedGap !== undefined && (
            <Skipped key={`${replay.id} ${replay.skippedGap.from}`} gap={replay.skippedGap} />
          )
        }
        onStream={(chosen) => {
          setStream(chosen);
          change({ stream: chosen, camera: camera.id });
        }}
      />
      <div className={classes.desk}>
        <ProblemNote problem={control.problem ?? timeline.problem} />
        <Controls
          replay={replay}
          onPlay={setPlaying}
          onStep={(step) => change({ step })}
          onRate={setRate}
          onLive={back}
        />
        <TimelineBar
          spans={spans}
          view={view}
          limits={limits}
          at={at}
          now={now}
          clip={clip}
          onView={setView}
          onSeek={goTo}
        />
        <div className={classes.foot}>
          <Legend spans={spans} />
          <div>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label="Show less of the day"
              title="Closer (wheel up)"
              onClick={() =>
                setView(zoom(view, 0.5, at >= view.from && at <= view.to ? at : middle(view), limits))
              }
            >
              <IconZoomIn size={18} stroke={1.7} />
            </ActionIcon>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label="Show more of the day"
              title="Farther (wheel down)"
              onClick={() => setView(zoom(view, 2, middle(view), limits))}
            >
              <IconZoomOut size={18} stroke={1.7} />
            </ActionIcon>
          </div>
        </div>
        {clip !== undefined && (
          <ClipPanel
            camera={camera.id}
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

const middle = (view: View): number => (view.from + view.to) / 2;
