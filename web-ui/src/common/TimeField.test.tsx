// @vitest-environment jsdom
import { fireEvent, screen } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { TimeField } from './TimeField';
import { show } from './testing';

const AT = new Date(2026, 10, 25, 14, 5, 9, 340).getTime();

function field(value = AT) {
  const onTime = vi.fn();
  const { rerender, container } = show(<TimeField label="From" value={value} onTime={onTime} />);
  const input = screen.getByRole<HTMLInputElement>('textbox', { name: 'From' });
  return { input, onTime, rerender, container };
}

test('shows 24 hours whatever the language, and takes what is typed with Enter', () => {
  const { input, onTime } = field();
  expect(input.value).toBe('2026-11-25 14:05:09');
  fireEvent.focus(input);
  fireEvent.change(input, { target: { value: '2026-11-24 7:30' } });
  expect(onTime).not.toHaveBeenCalled();
  fireEvent.keyDown(input, { key: 'Enter' });
  expect(onTime).toHaveBeenCalledWith(new Date(2026, 10, 24, 7, 30).getTime());
});

test('takes what was typed when the field is left, but nothing from who only looked in', () => {
  const { input, onTime } = field();
  fireEvent.focus(input);
  fireEvent.blur(input);
  expect(onTime).not.toHaveBeenCalled();
  fireEvent.focus(input);
  fireEvent.change(input, { target: { value: '7:30' } });
  fireEvent.blur(input);
  expect(onTime).toHaveBeenCalledWith(new Date(2026, 10, 25, 7, 30).getTime());
});

test('says what is wrong, goes nowhere, and Escape gives it up', () => {
  const { input, onTime } = field();
  fireEvent.focus(input);
  fireEvent.change(input, { target: { value: '2026-02-30 10:00' } });
  screen.getByText(/^Write it as/);
  fireEvent.keyDown(input, { key: 'Enter' });
  fireEvent.blur(input);
  expect(onTime).not.toHaveBeenCalled();
  expect(input.value).toBe('2026-02-30 10:00');
  fireEvent.keyDown(input, { key: 'Escape' });
  expect(input.value).toBe('2026-11-25 14:05:09');
  expect(screen.queryByText(/^Write it as/)).toBeNull();
});

test('a day from the calendar keeps the time of day', () => {
  const { onTime, container } = field();
  const day = container.querySelector<HTMLInputElement>('[type=date]');
  expect(day?.value).toBe('2026-11-25');
  fireEvent.change(day as HTMLInputElement, { target: { value: '2026-11-02' } });
  expect(onTime).toHaveBeenCalledWith(new Date(2026, 10, 2, 14, 5, 9).getTime());
});
