/** For tests of components: the frame they stand in, and a recorder that answers by script. */
import { MantineProvider } from '@mantine/core';
import { cleanup, configure, render } from '@testing-library/react';
import type { ReactNode } from 'react';
import { MemoryRouter } from 'react-router';
import { afterEach, vi } from 'vitest';
import type { Role } from '../api/types';
import { SessionContext } from './session';

// What jsdom lacks and the component library asks for.
vi.stubGlobal('matchMedia', () => ({
  matches: false,
  addEventListener: vi.fn(),
  removeEventListener: vi.fn(),
}));
vi.stubGlobal(
  'ResizeObserver',
  class {
    observe = vi.fn();
    unobserve = vi.fn();
    disconnect = vi.fn();
  },
);

// Patience alone, where the processor is busy with others.
configure({ asyncUtilTimeout: 10_000 });

afterEach(() => {
  cleanup();
  localStorage.clear();
});

export function show(page: ReactNode, role: Role = 'admin', address = '/') {
  return render(
    <MantineProvider env="test" withCssVariables={false} withGlobalClasses={false}>
      <SessionContext value={{ session: { user: 'eve', role }, signOut: vi.fn() }}>
        <MemoryRouter initialEntries={[address]}>{page}</MemoryRouter>
      </SessionContext>
    </MantineProvider>,
  );
}

export interface Asked {
  readonly call: string;
  readonly body: unknown;
}

/** Answers `METHOD /path` (below /api/v1, without its query) by script; anything else is 501. */
export function recorder(script: Record<string, () => Response | Promise<Response>>): Asked[] {
  const asked: Asked[] = [];
  vi.stubGlobal('fetch', (url: string, request: RequestInit) => {
    const path = url.replace('/api/v1', '').replace(/\?.*/, '');
    const call = `${request.method ?? 'GET'} ${path}`;
    asked.push({ call, body: typeof request.body === 'string' ? JSON.parse(request.body) : undefined });
    return Promise.resolve(script[call]?.() ?? problem(501, 'not in this version'));
  });
  return asked;
}

export const problem = (status: number, detail: string, field?: string): Response =>
  Response.json(
    { status, detail, field },
    { status, headers: { 'Content-Type': 'application/problem+json' } },
  );
