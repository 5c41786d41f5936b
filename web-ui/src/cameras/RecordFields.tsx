import { Checkbox, Fieldset, Group, Radio, Stack, TextInput } from '@mantine/core';
import type { Profile, RecordMode } from '../api/types';
import { tellsEvents } from './draft';
import type { Draft } from './draft';
import { WeekEditor } from './WeekEditor';
import classes from './CameraForm.module.css';

interface Props {
  draft: Draft;
  faults: Readonly<Record<string, string>>;
  set: (change: Partial<Draft>) => void;
}

const PROFILES: readonly Profile[] = ['main', 'sub'];

const MODES: Readonly<Record<RecordMode, readonly [label: string, meaning: string]>> = {
  continuous: ['Always', 'Day and night, whatever happens.'],
  schedule: ['At set times', 'In the hours of the week that you choose.'],
  events: ['When something happens', 'Motion or an alarm input, with the time before and after it.'],
  off: ['Never', 'The camera can be watched live; nothing is kept.'],
};

/** Begins where the recorder does without a schedule: always. */
const WHOLE_WEEK: Draft['schedule'] = [
  { days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], from: '00:00', to: '00:00' },
];

/** When a camera records, what of it, and for how long that is kept. */
export function RecordFields({ draft, faults, set }: Props) {
  const choose = (mode: RecordMode) =>
    set(mode === 'schedule' && draft.schedule.length === 0 ? { mode, schedule: WHOLE_WEEK } : { mode });

  return (
    <Fieldset legend="Recording">
      <Stack gap="md">
        <Radio.Group
          label="Record"
          name="mode"
          value={draft.mode}
          error={faults.mode}
          onChange={(value) => choose(value)}
        >
          <Stack gap={8} mt={6}>
            {(Object.keys(MODES) as RecordMode[]).map((mode) => (
              <Radio key={mode} value={mode} label={MODES[mode][0]} description={MODES[mode][1]} />
            ))}
          </Stack>
        </Radio.Group>
        {draft.mode === 'schedule' && (
          <WeekEditor periods={draft.schedule} faults={faults} onChange={(schedule) => set({ schedule })} />
        )}
        {draft.mode === 'events' && <Around draft={draft} faults={faults} set={set} />}
        {draft.mode !== 'off' && (
          <Checkbox.Group
            label="Streams"
            value={[...draft.streams]}
            error={faults.streams}
            onChange={(values) => set({ streams: PROFILES.filter((profile) => values.includes(profile)) })}
          >
            <Group mt={4}>
              <Checkbox value="main" label="main" />
              <Checkbox value="sub" label="sub" />
            </Group>
          </Checkbox.Group>
        )}
        <Kept draft={draft} faults={faults} set={set} />
      </Stack>
    </Fieldset>
  );
}

function Around({ draft, faults, set }: Props) {
  return (
    <>
      {!tellsEvents(draft.driver) && (
        <p className={classes.note}>
          Cameras by RTSP do not report what they notice: nothing is recorded unless something else reports
          it.
        </p>
      )}
      <div className={classes.pair}>
        <TextInput
          label="Seconds before"
          name="preSeconds"
          inputMode="numeric"
          value={draft.preSeconds}
          error={faults.preSeconds}
          onChange={(event) => set({ preSeconds: event.currentTarget.value })}
        />
        <TextInput
          label="Seconds after"
          name="postSeconds"
          inputMode="numeric"
          value={draft.postSeconds}
          error={faults.postSeconds}
          onChange={(event) => set({ postSeconds: event.currentTarget.value })}
        />
      </div>
    </>
  );
}

function Kept({ draft, faults, set }: Props) {
  return (
    <div className={classes.pair}>
      <TextInput
        label="Keep for at most (days)"
        name="days"
        description="Older recordings are deleted."
        inputMode="numeric"
        placeholder="as long as there is room"
        value={draft.days}
        error={faults.days ?? faults.retention}
        onChange={(event) => set({ days: event.currentTarget.value })}
      />
      <TextInput
        label="Use at most (gigabytes)"
        name="gigabytes"
        description="Beyond that, this camera’s oldest go first."
        inputMode="numeric"
        placeholder="as much as there is"
        value={draft.gigabytes}
        error={faults.gigabytes}
        onChange={(event) => set({ gigabytes: event.currentTarget.value })}
      />
    </div>
  );
}
