import { Loader } from '@mantine/core';
import type { ReactNode } from 'react';
import { ProblemNote } from './ProblemNote';
import type { Polled } from './usePoll';

/** What the recorder answered, or why it did not, or that we wait for it. */
export function Answer<T>({ of, children }: { of: Polled<T>; children: (value: T) => ReactNode }) {
  return (
    <>
      <ProblemNote problem={of.problem} />
      {of.value === undefined && of.problem === undefined && <Loader />}
      {of.value !== undefined && children(of.value)}
    </>
  );
}
