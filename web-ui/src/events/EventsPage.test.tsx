// @vitest-environment jsdom
import { act, screen } from '@testing-library/react';
import { beforeEach, expect, it, vi } from 'vitest';
import type { Happening } from '../api/types';
import { recorder, show } from '../common/testing';
import { EventsPage } from './EventsPage';

const event = (time: string, more: Partial<Happening> = {}): Happening => ({
  at: `2026-11-30T${time}.000Z`,
  kind: 'motion',
  phase: 'began',
  camera: 'front-door',
  text: '',
  ...more,
});

/** Server-Sent Events that a test sends. */
class Source {
  static newest: Source | undefined;
  onopen: () => void = vi.fn();
  onerror: () => void = vi.fn();
  readonly heard = new Map<string, (message: { data: string }) => void>();
  constructor() {
    Source.newest = this;
  }
  addEventListener(name: string, listener: (message: { data: string }) => void) {
    this.heard.set(name, listener);
  }
  close = vi.fn();
}

beforeEach(() => {
  vi.stubGlobal('EventSource', Source);
  vi.stubGlobal(
    'IntersectionObserver',
    class {
      observe = vi.fn();
      disconnect = vi.fn();
    },
  );
});

const page = async (...events: Happening[]) => {
  recorder({
    'GET /cameras': () =>
      Response.json([{ id: 'front-door', name: 'Front door', record: { streams: ['main'] } }]),
    'GET /events': () => Response.json({ events, more: false }),
  });
  const shown = show(<EventsPage />);
  await screen.findAllByRole('listitem');
  return shown;
};

it('names cameras, joins begin and end, and leads to the pictures before', async () => {
  await page(event('10:00:30', { phase: 'ended' }), event('10:00:00'));
  const row = await screen.findByText(/Front door: motion/);
  expect(row.textContent).toContain('30 s');
  expect(screen.getAllByRole('listitem')).toHaveLength(1);
  expect(screen.getByRole('link').getAttribute('href')).toBe(
    '/replay?camera=front-door&at=2026-11-30T09%3A59%3A55.000Z',
  );
});

it('shows what happens, on top and as new', async () => {
  await page(event('10:00:00'));
  const news = event('11:00:00', { kind: 'camera', phase: 'happened', text: 'offline: no answer' });
  act(() => Source.newest?.heard.get('camera')?.({ data: JSON.stringify(news) }));
  const [first] = screen.getAllByRole('listitem');
  expect(first?.textContent).toContain('Front door went offline: no answer');
  expect(first?.textContent).toContain('new');
});

it('listens no more when it is left', async () => {
  const { unmount } = await page(event('10:00:00'));
  unmount();
  expect(Source.newest?.close).toHaveBeenCalledOnce();
});
