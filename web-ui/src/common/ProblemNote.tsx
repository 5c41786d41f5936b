import { Alert } from '@mantine/core';
import IconAlertTriangle from '@tabler/icons-react/icons/IconAlertTriangle';
import IconClockPause from '@tabler/icons-react/icons/IconClockPause';
import type { Problem } from '../api/http';

/** Why something did not work, in words. */
export function ProblemNote({ problem }: { problem: Problem | undefined }) {
  if (problem === undefined) {
    return null;
  }
  const later = problem.kind === 'later';
  return (
    <Alert
      role="alert"
      color={later ? 'blue' : problem.kind === 'busy' ? 'yellow' : 'red'}
      variant="light"
      icon={later ? <IconClockPause size={18} /> : <IconAlertTriangle size={18} />}
    >
      {problem.words}
    </Alert>
  );
}
