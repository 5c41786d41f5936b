import { Button, TextInput } from '@mantine/core';
import IconCalendar from '@tabler/icons-react/icons/IconCalendarEvent';
import { useState } from 'react';
import type { SubmitEvent } from 'react';
import { localInput } from '../common/time';
import classes from './GoTo.module.css';

/** Shows the date and time of the picture, and goes to what is typed instead. */
export function GoTo({ at, onGo }: { at: number; onGo: (at: number) => void }) {
  // Stands still from the moment somebody is in the field until they are out of the form.
  const [typed, setTyped] = useState<string>();
  const now = localInput(new Date(at));
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const time = new Date(typed ?? now).getTime();
    if (Number.isFinite(time)) {
      onGo(time);
      setTyped(undefined);
    }
  };
  return (
    <form
      className={classes.goTo}
      onSubmit={submit}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) {
          setTyped(undefined);
        }
      }}
    >
      <TextInput
        type="datetime-local"
        step={1}
        aria-label="Date and time to go to"
        leftSection={<IconCalendar size={17} stroke={1.7} />}
        value={typed ?? now}
        onFocus={() => setTyped((before) => before ?? now)}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <Button type="submit" variant="default">
        Go
      </Button>
    </form>
  );
}
