import { ActionIcon, Button, Checkbox, Input, TextInput } from '@mantine/core';
import IconPlus from '@tabler/icons-react/icons/IconPlus';
import IconTrash from '@tabler/icons-react/icons/IconTrash';
import { useRef } from 'react';
import type { Day, Period } from '../api/types';
import classes from './WeekEditor.module.css';

const DAYS: readonly (readonly [Day, short: string, name: string])[] = [
  ['mon', 'Mo', 'Monday'],
  ['tue', 'Tu', 'Tuesday'],
  ['wed', 'We', 'Wednesday'],
  ['thu', 'Th', 'Thursday'],
  ['fri', 'Fr', 'Friday'],
  ['sat', 'Sa', 'Saturday'],
  ['sun', 'Su', 'Sunday'],
];
/** As many as the recorder takes. */
const MOST = 28;
const NEW: Period = { days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '18:00', to: '07:00' };

interface Props {
  periods: readonly Period[];
  /** By `schedule` and `schedule.ROW.days|from|to`. */
  faults: Readonly<Record<string, string>>;
  onChange: (periods: readonly Period[]) => void;
}

/** Hours of the week, a row for each period: its days, from when, until when. */
export function WeekEditor({ periods, faults, onChange }: Props) {
  const add = useRef<HTMLButtonElement>(null);
  const remove = (row: number) => {
    onChange(periods.filter((_, index) => index !== row));
    // The button that had it is gone; keys must not begin at the top again.
    add.current?.focus();
  };

  return (
    <div role="group" aria-label="Times of the week">
      {periods.map((period, row) => (
        <Row
          // Rows have nothing of their own but their place; all they show is given.
          key={row}
          row={row}
          period={period}
          faults={faults}
          onChange={(changed) => onChange(periods.map((old, index) => (index === row ? changed : old)))}
          onRemove={() => remove(row)}
        />
      ))}
      {faults.schedule !== undefined && <Input.Error role="alert">{faults.schedule}</Input.Error>}
      <div className={classes.foot}>
        <Button
          ref={add}
          variant="default"
          size="xs"
          leftSection={<IconPlus size={16} />}
          disabled={periods.length >= MOST}
          onClick={() => onChange([...periods, NEW])}
        >
          Add a time
        </Button>
        <span>By the clock and time zone of the recorder.</span>
      </div>
    </div>
  );
}

interface RowProps {
  row: number;
  period: Period;
  faults: Readonly<Record<string, string>>;
  onChange: (period: Period) => void;
  onRemove: () => void;
}

function Row({ row, period, faults, onChange, onRemove }: RowProps) {
  const days = faults[`schedule.${row}.days`];
  const name = `Time ${row + 1}`;
  return (
    <div role="group" aria-label={name} className={classes.row}>
      <div className={classes.days}>
        {DAYS.map(([day, short, full]) => (
          <label key={day} className={classes.day} title={full}>
            <Checkbox
              size="xs"
              aria-label={full}
              checked={period.days.includes(day)}
              error={days !== undefined}
              onChange={(event) =>
                onChange({ ...period, days: toggled(period, day, event.currentTarget.checked) })
              }
            />
            <span aria-hidden>{short}</span>
          </label>
        ))}
      </div>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={`Remove time ${row + 1}`}
        title="Remove"
        onClick={onRemove}
      >
        <IconTrash size={17} stroke={1.6} />
      </ActionIcon>
      {days !== undefined && <Input.Error role="alert">{days}</Input.Error>}
      <div className={classes.times}>
        <TextInput
          type="time"
          size="xs"
          aria-label="From"
          value={period.from}
          error={faults[`schedule.${row}.from`]}
          onChange={(event) => onChange({ ...period, from: event.currentTarget.value })}
        />
        <span aria-hidden>to</span>
        <TextInput
          type="time"
          size="xs"
          aria-label="To"
          value={period.to}
          error={faults[`schedule.${row}.to`]}
          onChange={(event) => onChange({ ...period, to: event.currentTarget.value })}
        />
        <span>{untilWords(period)}</span>
      </div>
    </div>
  );
}

const toggled = (period: Period, day: Day, on: boolean): Day[] =>
  DAYS.map(([each]) => each).filter((each) => (each === day ? on : period.days.includes(each)));

/** What is not plain from the two times. */
function untilWords({ from, to }: Period): string {
  if (from === '' || to === '' || from < to) {
    return '';
  }
  if (from === '00:00' && to === '00:00') {
    return 'all day';
  }
  return to === '00:00' ? 'midnight' : 'next day';
}
