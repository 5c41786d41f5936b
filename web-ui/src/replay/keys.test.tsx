// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { useKeys } from './keys';

afterEach(cleanup);

function Page({ toggle }: { toggle: () => void }) {
  useKeys({ ' ': toggle, k: toggle });
  return (
    <details>
      <summary>Cameras</summary>
      <input type="checkbox" aria-label="Front door" />
      <input aria-label="Name" />
    </details>
  );
}

/** True if the key is left to the element. */
function isLeft(element: Element, key: string): boolean {
  return fireEvent.keyDown(element, { key });
}

test('space is left to what it presses', () => {
  const toggle = vi.fn();
  render(<Page toggle={toggle} />);
  expect(isLeft(screen.getByLabelText('Front door'), ' ')).toBe(true);
  expect(isLeft(screen.getByText('Cameras'), ' ')).toBe(true);
  expect(toggle).not.toHaveBeenCalled();
});

test('every key is left to a field', () => {
  const toggle = vi.fn();
  render(<Page toggle={toggle} />);
  expect(isLeft(screen.getByLabelText('Name'), 'k')).toBe(true);
  expect(isLeft(screen.getByLabelText('Name'), ' ')).toBe(true);
  expect(toggle).not.toHaveBeenCalled();
});

test('keys work elsewhere, and on a checkbox those that do not press it', () => {
  const toggle = vi.fn();
  render(<Page toggle={toggle} />);
  expect(isLeft(document.body, ' ')).toBe(false);
  expect(isLeft(screen.getByLabelText('Front door'), 'k')).toBe(false);
  expect(toggle).toHaveBeenCalledTimes(2);
});
