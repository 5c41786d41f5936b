import { ActionIcon } from '@mantine/core';
import IconChevronLeft from '@tabler/icons-react/icons/IconChevronLeft';
import IconChevronRight from '@tabler/icons-react/icons/IconChevronRight';
import { addDays, dayWords } from '../common/time';
import type { View } from './geometry';
import classes from './DayChoice.module.css';

interface Props {
  /** The day that is shown. */
  limits: View;
  now: number;
  /** Any time of the day to show. */
  onDay: (at: number) => void;
}

/** The day before, the day after. */
export function DayChoice({ limits, now, onDay }: Props) {
  return (
    <div className={classes.day}>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label="Day before"
        onClick={() => onDay(addDays(new Date(limits.from), -1).getTime())}
      >
        <IconChevronLeft size={18} />
      </ActionIcon>
      <span>{dayWords(new Date(limits.from))}</span>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label="Day after"
        disabled={now < limits.to}
        onClick={() => onDay(limits.to)}
      >
        <IconChevronRight size={18} />
      </ActionIcon>
    </div>
  );
}
