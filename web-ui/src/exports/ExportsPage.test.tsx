// @vitest-environment jsdom
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import { problem, recorder, show } from '../common/testing';
import { ExportsPage } from './ExportsPage';

const CAMERAS = () =>
  Response.json([
    { id: 'door', name: 'Front door' },
    { id: 'yard', name: 'Yard' },
  ]);
const job = (more: object) => ({
  id: 'e1',
  state: 'running',
  progress: 0.25,
  by: 'eve',
  created: '2026-11-25T10:00:00.000Z',
  from: '2026-11-25T08:00:00.000Z',
  to: '2026-11-25T09:00:00.000Z',
  stream: 'main',
  cameras: [
    {
      camera: 'door',
      state: 'running',
      files: 1,
      size: 1000,
      gaps: [
        {
          from: '2026-11-25T08:00:00.000Z',
          to: '2026-11-25T08:00:07.000Z',
          kind: 'gap',
          cause: 'camera-offline',
        },
      ],
    },
  ],
  ...more,
});

test('a range that was marked is exported from the cameras that were in sight', async () => {
  const asked = recorder({
    'GET /cameras': CAMERAS,
    'GET /exports': () => Response.json([]),
    'POST /exports': () => Response.json(job({}), { status: 202 }),
  });
  show(
    <ExportsPage />,
    'operator',
    '/exports?camera=yard&from=2026-11-25T08:00:00Z&to=2026-11-25T08:10:00Z&stream=sub',
  );
  fireEvent.click(await screen.findByRole('button', { name: 'Export 10 min 00 s' }));

  await waitFor(() => {
    expect(asked.find(({ call }) => call === 'POST /exports')?.body).toEqual({
      cameras: ['yard'],
      from: '2026-11-25T08:00:00.000Z',
      to: '2026-11-25T08:10:00.000Z',
      stream: 'sub',
    });
  });
});

test('shows how far a job is, and what is missing', async () => {
  recorder({ 'GET /cameras': CAMERAS, 'GET /exports': () => Response.json([job({})]) });
  show(<ExportsPage />, 'operator');

  expect(await screen.findByLabelText('Done: 25 %')).toBeTruthy();
  expect(screen.getByText(/camera was offline/)).toBeTruthy();
  expect(screen.queryByRole('link', { name: /Download/ })).toBeNull();
});

test('an archive that is done can be fetched, one that failed says why', async () => {
  recorder({
    'GET /cameras': CAMERAS,
    'GET /exports': () =>
      Response.json([
        job({ state: 'done', progress: 1, size: 5_000_000 }),
        job({ id: 'e2', state: 'failed', detail: 'the disk is full' }),
      ]),
  });
  show(<ExportsPage />, 'operator');

  const link = await screen.findByRole('link', { name: 'Download 5.0 MB' });
  expect(link.getAttribute('href')).toBe('/api/v1/exports/e1/download');
  expect(screen.getByText('It failed: the disk is full')).toBeTruthy();
});

test('a refusal is told beside the form', async () => {
  recorder({
    'GET /cameras': CAMERAS,
    'GET /exports': () => Response.json([]),
    'POST /exports': () => problem(422, 'nothing was recorded'),
  });
  show(<ExportsPage />, 'operator');
  fireEvent.click(await screen.findByRole('button', { name: /^Export / }));

  expect((await screen.findByRole('alert')).textContent).toBe('Nothing was recorded.');
});
