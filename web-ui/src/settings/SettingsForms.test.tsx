// @vitest-environment jsdom
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import { problem, recorder, show } from '../common/testing';
import { SettingsForms } from './SettingsForms';

const CLOCKWORK = (interval: number) => ({
  pid: 'com.example.clockwork',
  title: 'Clockwork cameras',
  schema: {
    description: 'Of a vendor nobody here has seen',
    properties: {
      interval: { type: 'integer', title: 'Seconds between ticks' },
      loud: { type: 'boolean', title: 'Loud' },
    },
  },
  values: { interval, loud: false },
});

test('a form is drawn for whatever bundle, and sends what was changed', async () => {
  const asked = recorder({
    'GET /settings': () => Response.json([CLOCKWORK(2)]),
    'PUT /settings/com.example.clockwork': () => Response.json(CLOCKWORK(5)),
  });
  show(<SettingsForms />);
  const field = await screen.findByLabelText<HTMLInputElement>('Seconds between ticks');
  const save = screen.getByRole<HTMLButtonElement>('button', { name: 'Save' });
  expect(save.disabled).toBe(true);
  fireEvent.change(field, { target: { value: '5' } });
  fireEvent.click(save);

  await waitFor(() => {
    expect(asked.at(-1)).toEqual({
      call: 'PUT /settings/com.example.clockwork',
      body: { values: { interval: 5 } },
    });
  });
  await waitFor(() => expect(save.disabled).toBe(true));
});

test('a value that is refused is told at its field', async () => {
  recorder({
    'GET /settings': () => Response.json([CLOCKWORK(2)]),
    'PUT /settings/com.example.clockwork': () =>
      problem(400, 'values.interval is not allowed: less than minimum', 'values.interval'),
  });
  show(<SettingsForms />);
  fireEvent.change(await screen.findByLabelText('Seconds between ticks'), { target: { value: '0' } });
  fireEvent.click(screen.getByRole('button', { name: 'Save' }));

  expect(await screen.findByText(/less than minimum/)).toBeTruthy();
});
