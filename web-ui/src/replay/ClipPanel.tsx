import { Button, NativeSelect } from '@mantine/core';
import IconDownload from '@tabler/icons-react/icons/IconDownload';
import IconFileZip from '@tabler/icons-react/icons/IconFileZip';
import IconX from '@tabler/icons-react/icons/IconX';
import { useState } from 'react';
import { Link } from 'react-router';
import { cameras } from '../api/recorder';
import type { Camera, Profile } from '../api/types';
import { lengthWords } from '../common/time';
import { TimeField } from '../common/TimeField';
import { addressOf } from '../exports/wanted';
import type { Clip } from './Timeline';
import classes from './ClipPanel.module.css';

interface Props {
  cameras: readonly Camera[];
  clip: Clip;
  stream: Profile;
  /** Recorded time in sight, for "from here" and "to here". */
  at: number;
  onClip: (clip: Clip | undefined) => void;
  onStream: (stream: Profile) => void;
}

/** Chooses a range and downloads it as one MP4, cut outward to key pictures. */
export function ClipPanel({ cameras: shown, clip, stream, at, onClip, onStream }: Props) {
  const set = (change: Partial<Clip>) => onClip({ ...clip, ...change });
  const [chosen, choose] = useState<string>();
  const camera = shown.find(({ id }) => id === chosen) ?? shown[0];
  const valid = clip.to > clip.from;
  return (
    <div className={classes.panel} role="group" aria-label="Download a range">
      <Time
        label="From"
        value={clip.from}
        here={() => set({ from: at })}
        onChange={(from) => set({ from })}
      />
      <Time label="To" value={clip.to} here={() => set({ to: at })} onChange={(to) => set({ to })} />
      {shown.length > 1 && (
        <NativeSelect
          label="Camera"
          value={camera?.id}
          data={shown.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(event) => choose(event.currentTarget.value)}
        />
      )}
      <NativeSelect
        label="Stream"
        value={stream}
        data={['main', 'sub']}
        onChange={(event) => onStream(event.currentTarget.value as Profile)}
      />
      <div className={classes.go}>
        {valid && camera !== undefined ? (
          <Button
            component="a"
            href={cameras.recording(camera.id, stream, new Date(clip.from), new Date(clip.to))}
            download
            leftSection={<IconDownload size={18} />}
          >
            Download {lengthWords(clip.to - clip.from)}
          </Button>
        ) : (
          <Button disabled>The end is before the start</Button>
        )}
        {valid && (
          <Button
            component={Link}
            variant="default"
            to={addressOf({ cameras: shown.map(({ id }) => id), ...clip, stream })}
            leftSection={<IconFileZip size={16} />}
          >
            Export
          </Button>
        )}
        <Button variant="default" leftSection={<IconX size={16} />} onClick={() => onClip(undefined)}>
          Close
        </Button>
      </div>
    </div>
  );
}

function Time(props: { label: string; value: number; here: () => void; onChange: (at: number) => void }) {
  return (
    <div className={classes.time}>
      <TimeField label={props.label} value={props.value} onTime={props.onChange} />
      <Button variant="default" onClick={props.here} aria-label={`${props.label} the picture in sight`}>
        here
      </Button>
    </div>
  );
}
