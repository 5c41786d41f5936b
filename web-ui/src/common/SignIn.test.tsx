// @vitest-environment jsdom
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { SignIn } from './SignIn';
import { problem, recorder, show } from './testing';

function signIn(password: string) {
  fireEvent.change(screen.getByLabelText('User name'), { target: { value: 'eve' } });
  fireEvent.change(screen.getByLabelText('Password'), { target: { value: password } });
  fireEvent.click(screen.getByRole('button', { name: 'Sign in' }));
}

describe('signing in', () => {
  it('has one password field and tells who signs in', async () => {
    const asked = recorder({ 'POST /session': () => new Response(null, { status: 204 }) });
    const done = vi.fn();
    const { container } = show(<SignIn done={done} />);
    expect(container.querySelectorAll('input[type=password]')).toHaveLength(1);
    signIn('secret');
    await waitFor(() => expect(done).toHaveBeenCalledOnce());
    expect(asked).toEqual([{ call: 'POST /session', body: { user: 'eve', password: 'secret' } }]);
  });

  it('says that user or password is wrong, and not which', async () => {
    recorder({ 'POST /session': () => problem(401, 'unauthorized') });
    const done = vi.fn();
    show(<SignIn done={done} />);
    signIn('wrong');
    expect((await screen.findByRole('alert')).textContent).toBe('User name or password is wrong.');
    expect(screen.getByLabelText<HTMLInputElement>('Password').value).toBe('');
    expect(done).not.toHaveBeenCalled();
  });

  it('says how long to wait after too many tries', async () => {
    recorder({ 'POST /session': () => problem(429, 'too many failed tries; try again in 42 s') });
    show(<SignIn done={vi.fn()} />);
    signIn('wrong');
    expect((await screen.findByRole('alert')).textContent).toBe('Too many failed tries; try again in 42 s.');
  });
});
