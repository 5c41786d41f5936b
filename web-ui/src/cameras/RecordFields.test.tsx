// @vitest-environment jsdom
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { problem, recorder, show } from '../common/testing';
import { CameraForm } from './CameraForm';

/** The form for a new camera that lacks nothing else. */
function open(answer: () => Response = () => Response.json({}), driver = 'onvif') {
  const asked = recorder({ 'GET /drivers': () => Response.json([]), 'POST /cameras': answer });
  const known = { name: 'Yard', driver, address: 'http://10.0.0.7/' };
  show(<CameraForm camera={undefined} known={known} onClose={() => undefined} onSaved={() => undefined} />);
  return async () => {
    const before = sent().length;
    fireEvent.click(screen.getByRole('button', { name: 'Add camera' }));
    await waitFor(() => expect(sent().length).toBeGreaterThan(before));
    return sent().at(-1)?.body as { record: Record<string, unknown> };
  };

  function sent() {
    return asked.filter(({ call }) => call === 'POST /cameras');
  }
}

const choose = (mode: string) => fireEvent.click(screen.getByRole('radio', { name: mode }));
const period = (number: number) => within(screen.getByRole('group', { name: `Time ${number}` }));
const write = (input: HTMLElement, value: string) => fireEvent.change(input, { target: { value } });

describe('the week', () => {
  it('begins as what the recorder does without one: all day on all days', async () => {
    const send = open();
    choose('At set times');
    period(1).getByText('all day');
    const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
    expect((await send()).record).toMatchObject({
      mode: 'schedule',
      schedule: [{ days, from: '00:00', to: '00:00' }],
    });
  });

  it('takes days and times of each row, and tells what ends on the next day', async () => {
    const send = open();
    choose('At set times');
    for (const day of ['Saturday', 'Sunday', 'Monday']) {
      fireEvent.click(period(1).getByRole('checkbox', { name: day }));
    }
    write(period(1).getByLabelText('From'), '08:00');
    write(period(1).getByLabelText('To'), '18:30');
    expect(period(1).queryByText('next day')).toBeNull();
    fireEvent.click(period(1).getByRole('checkbox', { name: 'Monday' }));
    fireEvent.click(screen.getByRole('button', { name: 'Add a time' }));
    period(2).getByText('next day');
    expect((await send()).record.schedule).toEqual([
      { days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '08:00', to: '18:30' },
      { days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '18:00', to: '07:00' },
    ]);
  });

  it('goes on at the button that adds after a row was removed by key', () => {
    open();
    choose('At set times');
    fireEvent.click(screen.getByRole('button', { name: 'Remove time 1' }));
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Add a time' }));
    fireEvent.click(screen.getByRole('button', { name: 'Add camera' }));
    screen.getByText('Add a time, or choose another way to record.');
  });

  it('shows faults in their row, those of the recorder too', async () => {
    const send = open(() =>
      problem(400, 'record.schedule.1.to must be a time of day', 'record.schedule.1.to'),
    );
    choose('At set times');
    fireEvent.click(screen.getByRole('button', { name: 'Add a time' }));
    write(period(1).getByLabelText('From'), '');
    fireEvent.click(screen.getByRole('button', { name: 'Add camera' }));
    period(1).getByText('A time of day.');
    write(period(1).getByLabelText('From'), '01:00');
    await send();
    await period(2).findByText('Must be a time of day.');
    expect(period(2).getByLabelText('To').getAttribute('aria-invalid')).toBe('true');
  });
});

describe('recording around events', () => {
  it('asks for the seconds before and after, and shows the recorder’s fault there', async () => {
    const send = open(() =>
      problem(400, 'record.preSeconds must be a whole number from 0 to 60', 'record.preSeconds'),
    );
    expect(screen.queryByLabelText('Seconds before')).toBeNull();
    choose('When something happens');
    write(screen.getByLabelText('Seconds before'), '90');
    write(screen.getByLabelText('Seconds after'), '0');
    expect((await send()).record).toMatchObject({ mode: 'events', preSeconds: 90, postSeconds: 0 });
    await screen.findByText('Must be a whole number from 0 to 60.');
    expect(screen.getByLabelText('Seconds before').getAttribute('aria-invalid')).toBe('true');
  });

  it('warns where the driver tells of none', () => {
    open(undefined, 'rtsp');
    choose('When something happens');
    screen.getByText(/do not report what they notice/);
  });
});

it('shows the recorder’s fault at what is kept', async () => {
  const send = open(() =>
    problem(400, 'retention.days must be a whole number from 1 to 36500', 'retention.days'),
  );
  write(screen.getByLabelText('Keep for at most (days)'), '40000');
  await send();
  await screen.findByText('Must be a whole number from 1 to 36500.');
});
