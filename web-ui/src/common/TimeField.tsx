import { ActionIcon, TextInput } from '@mantine/core';
import IconCalendar from '@tabler/icons-react/icons/IconCalendarEvent';
import { useRef, useState } from 'react';
import type { ChangeEvent, KeyboardEvent } from 'react';
import { dateText, parseTimeText, timeText } from './timeText';
import classes from './TimeField.module.css';

interface Props {
  /** Seen above the field; else `hint` names it for those who cannot see. */
  label?: string;
  hint?: string;
  /** Milliseconds since 1970; while nobody types, the field follows it. */
  value: number;
  /** A time was typed or chosen: with Enter, on leaving the field, or from the calendar. */
  onTime: (at: number) => void;
}

/**
 * Date and time as text, 24 hours, whatever the browser's language: the browsers' own field follows that, and cannot be
 * pasted into. The calendar beside it is the browser's. Escape gives up what was typed.
 */
export function TimeField({ label, hint, value, onTime }: Props) {
  /** From the moment somebody is in the field: then it stands still. */
  const [typed, setTyped] = useState<{ text: string; before: string }>();
  const day = useRef<HTMLInputElement>(null);
  const now = new Date(value);
  const shown = typed?.text ?? timeText(now);
  const means = parseTimeText(shown, now);

  const take = (at: Date | undefined) => {
    if (at !== undefined) {
      setTyped(undefined);
      onTime(at.getTime());
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && typed !== undefined) {
      event.stopPropagation();
      setTyped(undefined);
    } else if (event.key === 'Enter' && typed !== undefined) {
      event.preventDefault();
      take(means);
    }
  };
  const onDay = ({ currentTarget }: ChangeEvent<HTMLInputElement>) => {
    take(parseTimeText(`${currentTarget.value} ${timeText(means ?? now).slice(11)}`, now));
  };
  return (
    <TextInput
      className={classes.field ?? ''}
      {...(label === undefined ? {} : { label })}
      {...(hint === undefined ? {} : { 'aria-label': hint })}
      inputMode="numeric"
      autoComplete="off"
      spellCheck={false}
      placeholder="2026-11-25 14:05:09"
      title="Date and time, or a time of this day"
      error={means === undefined && 'Write it as 2026-11-25 14:05:09, or 14:05'}
      value={shown}
      leftSectionPointerEvents="all"
      leftSection={
        <>
          <ActionIcon
            variant="transparent"
            color="gray"
            aria-label={`${label ?? hint ?? 'Date'}: calendar`}
            title="Calendar"
            onClick={() => day.current?.showPicker()}
          >
            <IconCalendar size={17} stroke={1.7} />
          </ActionIcon>
          <input
            ref={day}
            type="date"
            className={classes.day}
            tabIndex={-1}
            aria-hidden="true"
            value={dateText(means ?? now)}
            onChange={onDay}
          />
        </>
      }
      onFocus={() => setTyped((before) => before ?? { text: timeText(now), before: timeText(now) })}
      onChange={({ currentTarget }) =>
        setTyped((before) => ({ text: currentTarget.value, before: before?.before ?? timeText(now) }))
      }
      onKeyDown={onKeyDown}
      onBlur={() => (typed?.text === typed?.before ? setTyped(undefined) : take(means))}
    />
  );
}
