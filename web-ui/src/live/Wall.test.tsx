// @vitest-environment jsdom
import { fireEvent, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { Camera } from '../api/types';
import { recorder, show } from '../common/testing';
import { Wall } from './Wall';

const camera = (name: string): Camera => ({
  id: name.toLowerCase(),
  name,
  driver: 'rtsp',
  address: 'rtsp://10.0.0.7/',
  // A camera that is off needs no player, which jsdom could not give.
  enabled: false,
  record: { mode: 'off', streams: [], preSeconds: 0, postSeconds: 0 },
});
const five = ['Elm', 'Date', 'Ash', 'Birch', 'Cedar'].map(camera); // shown by name

const tiles = (root: HTMLElement) =>
  [...root.querySelectorAll<HTMLElement>('[data-camera]')].map((tile) => tile.dataset.camera);
const layout = (count: string) => screen.getByRole('button', { name: count });

describe('the wall', () => {
  it('says how to add a camera while there is none', async () => {
    recorder({ 'GET /cameras': () => Response.json([]) });
    show(<Wall />);
    expect((await screen.findByRole('link', { name: 'Add a camera' })).getAttribute('href')).toBe(
      '/cameras?add',
    );
  });

  it('sends those who may not to an administrator', async () => {
    recorder({ 'GET /cameras': () => Response.json([]) });
    show(<Wall />, 'viewer');
    await screen.findByText(/An administrator adds cameras/);
    expect(screen.queryByRole('link', { name: 'Add a camera' })).toBeNull();
  });

  it('offers its layouts by their counts, fits them at first, and remembers a choice', async () => {
    recorder({ 'GET /cameras': () => Response.json(five) });
    const first = show(<Wall />);
    await screen.findByText('Ash');
    expect(
      ['1', '4', '9', '16', '25', '32'].map((count) => layout(count).getAttribute('aria-pressed')),
    ).toEqual(['false', 'false', 'true', 'false', 'false', 'false']);
    fireEvent.click(layout('4'));
    expect(tiles(first.container)).toEqual(['ash', 'birch', 'cedar', 'date']);
    fireEvent.click(screen.getByRole('button', { name: 'Next cameras' }));
    expect(tiles(first.container)).toEqual(['elm']);
    first.unmount();
    show(<Wall />);
    await screen.findByText('Ash');
    expect(layout('4').getAttribute('aria-pressed')).toBe('true');
  });

  it('is used by keyboard: arrows, Enter, Escape', async () => {
    recorder({ 'GET /cameras': () => Response.json(five) });
    const { container } = show(<Wall />);
    await screen.findByText('Ash');
    const tile = (id: string) => container.querySelector<HTMLElement>(`[data-camera=${id}]`) ?? container;
    const big = () => container.querySelector<HTMLElement>('[data-camera][data-enlarged]')?.dataset.camera;
    tile('ash').focus();
    fireEvent.keyDown(tile('ash'), { key: 'ArrowRight' });
    expect(document.activeElement).toBe(tile('birch'));
    fireEvent.keyDown(tile('birch'), { key: 'Enter' });
    expect(big()).toBe('birch');
    fireEvent.keyDown(document, { key: 'Escape' });
    expect(big()).toBeUndefined();
    fireEvent.doubleClick(tile('cedar'));
    expect(big()).toBe('cedar');
  });
});
