// @vitest-environment jsdom
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { recorder, show } from '../common/testing';
import { PtzPad } from './PtzPad';

const movable = {
  'GET /cameras/yard/ptz': () => Response.json({ movable: true, presets: ['gate'] }),
  'POST /cameras/yard/ptz': () => new Response(null, { status: 204 }),
};

describe('the PTZ pad', () => {
  it('moves while a button is held, and stops when it is let go', async () => {
    const asked = recorder(movable);
    show(<PtzPad camera="yard" />, 'operator');
    const left = await screen.findByRole('button', { name: 'Left' });
    const moves = () => asked.filter(({ call }) => call.startsWith('POST')).map(({ body }) => body);
    fireEvent.pointerDown(left);
    await waitFor(() => expect(moves()).toEqual([{ pan: -0.5, seconds: 2 }]));
    fireEvent.pointerUp(left);
    fireEvent.click(left);
    await waitFor(() => expect(moves()).toEqual([{ pan: -0.5, seconds: 2 }, { stop: true }]));
    fireEvent.change(screen.getByRole('combobox', { name: 'Preset' }), { target: { value: 'gate' } });
    await waitFor(() => expect(moves().at(-1)).toEqual({ preset: 'gate' }));
  });

  it('is not there for viewers, nor for cameras that cannot be moved', async () => {
    const asked = recorder({
      'GET /cameras/yard/ptz': () => Response.json({ movable: false, presets: [] }),
    });
    show(<PtzPad camera="yard" />, 'operator');
    await waitFor(() => expect(asked.some(({ call }) => call === 'GET /cameras/yard/ptz')).toBe(true));
    expect(screen.queryByRole('group')).toBeNull();
  });
});
