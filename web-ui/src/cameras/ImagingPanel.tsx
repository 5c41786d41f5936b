import { Button, Group, Loader, Modal, SegmentedControl, Slider, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { Problem } from '../api/http';
import { cameras } from '../api/recorder';
import type { Camera, Imaging, ImagingChange, ImagingLevel } from '../api/types';
import { ProblemNote } from '../common/ProblemNote';
import { usePoll } from '../common/usePoll';

const LEVELS: Record<ImagingLevel, string> = {
  brightness: 'Brightness',
  contrast: 'Contrast',
  saturation: 'Saturation',
  sharpness: 'Sharpness',
};

const FILTERS = { on: 'Day', off: 'Night', auto: 'Automatic' };

/** How a camera makes its picture. Each change goes to the camera at once; what it kept is shown. */
export function ImagingPanel({ camera, onClose }: { camera: Camera; onClose: () => void }) {
  const first = usePoll(`imaging ${camera.id}`, () => cameras.imaging(camera.id), 0);
  const [kept, setKept] = useState<Imaging>();
  const [refusal, setRefusal] = useState<Problem>();
  const [turn, setTurn] = useState(0); // sliders begin anew where the camera left them, also after a refusal
  const [busy, setBusy] = useState(false);
  const now = kept ?? first.value;
  const problem = refusal ?? first.problem;

  const set = async (change: ImagingChange) => {
    setBusy(true);
    const answer = await cameras.setImaging(camera.id, change);
    if (answer.ok) setKept(answer.value);
    setRefusal(answer.ok ? undefined : answer.problem);
    setTurn(turn + 1);
    setBusy(false);
  };

  return (
    <Modal opened onClose={onClose} title={`Picture of ${camera.name}`} size="md">
      <ProblemNote problem={problem} />
      {now === undefined && problem === undefined && <Loader />}
      {now !== undefined && (
        <Stack gap="lg">
          {(Object.keys(LEVELS) as ImagingLevel[]).map((name) => {
            const level = now[name];
            return (
              level !== undefined && (
                <Level
                  key={`${name} ${turn}`}
                  name={LEVELS[name]}
                  level={level}
                  disabled={busy}
                  onSet={(value) => void set({ [name]: value })}
                />
              )
            );
          })}
          {now.irCutFilter !== undefined && (
            <div>
              <Text size="sm">Infrared filter</Text>
              <SegmentedControl
                aria-label="Infrared filter"
                disabled={busy}
                value={now.irCutFilter.value}
                data={now.irCutFilter.values.map((value) => ({ value, label: FILTERS[value] }))}
                onChange={(value) => void set({ irCutFilter: value })}
              />
            </div>
          )}
          {Object.keys(now).length === 0 && <p>The camera lets nothing of its picture be set.</p>}
        </Stack>
      )}
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={onClose}>
          Close
        </Button>
      </Group>
    </Modal>
  );
}

interface LevelProps {
  name: string;
  level: NonNullable<Imaging[ImagingLevel]>;
  disabled: boolean;
  onSet: (value: number) => void;
}

function Level({ name, level, disabled, onSet }: LevelProps) {
  // Cameras have ranges such as 0 to 100, 0 to 255, and -1 to 1.
  const step = level.max - level.min > 10 ? 1 : (level.max - level.min) / 100;
  return (
    <div>
      <Text size="sm">{name}</Text>
      <Slider
        thumbLabel={name}
        disabled={disabled}
        min={level.min}
        max={level.max}
        step={step}
        defaultValue={level.value}
        onChangeEnd={onSet}
      />
    </div>
  );
}
