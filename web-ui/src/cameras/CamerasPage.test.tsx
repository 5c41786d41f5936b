// @vitest-environment jsdom
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import type { Camera } from '../api/types';
import { problem, recorder, show } from '../common/testing';
import { CamerasPage } from './CamerasPage';

const yard: Camera = {
  id: 'yard',
  name: 'Yard',
  driver: 'rtsp',
  address: 'rtsp://10.0.0.7/1',
  username: 'viewer',
  enabled: true,
  record: { mode: 'continuous', streams: ['main'], preSeconds: 10, postSeconds: 20 },
};
const base = {
  'GET /cameras': () => Response.json([yard]),
  'GET /drivers': () => Response.json([{ name: 'rtsp', schemes: ['rtsp'] }]),
  'GET /cameras/yard/status': () =>
    Response.json({ streams: { main: { state: 'offline', lastError: '10.0.0.7 refuses the connection' } } }),
};

const type = (label: string, value: string) =>
  fireEvent.change(screen.getByRole('textbox', { name: label }), { target: { value } });

describe('the list of cameras', () => {
  it('tells the state of each stream in words', async () => {
    recorder(base);
    show(<CamerasPage />);
    await screen.findByText('offline: 10.0.0.7 refuses the connection');
    screen.getByText('records always: main');
  });

  it('tells by how much a camera’s clock is wrong, and what to do', async () => {
    const status = (off: number) => () =>
      Response.json({ streams: { main: { state: 'live', clockOffsetSeconds: off } } });
    recorder({ ...base, 'GET /cameras/yard/status': status(-37.4) });
    const { unmount } = show(<CamerasPage />);
    const told = await screen.findByText(/The camera’s clock is 37 s behind/);
    expect(told.textContent).toContain('NTP');
    unmount();
    recorder({ ...base, 'GET /cameras/yard/status': status(1.9) });
    show(<CamerasPage />);
    await screen.findByText('live');
    expect(screen.queryByText(/clock/)).toBeNull();
  });

  it('is only looked at by those who may not change it', async () => {
    recorder(base);
    show(<CamerasPage />, 'operator', '/?add');
    await screen.findByText('Yard');
    expect(screen.queryByRole('button', { name: /^(Add|Search|Edit|Delete)\b/ })).toBeNull();
    expect(screen.queryByRole('dialog')).toBeNull();
  });
});

describe('the search', () => {
  const door = {
    driver: 'onvif',
    address: 'http://10.0.0.9/onvif/device_service',
    name: 'Door',
    via: ['mdns'],
  };
  const found = {
    running: false,
    found: [
      { ...door, vendor: 'AXIS', model: 'M1054', moved: false },
      { ...door, address: 'http://10.0.0.7/onvif/device_service', name: 'Old', addedAs: 'yard', moved: true },
    ],
  };

  it('fills the form with what it found, and marks what is added already', async () => {
    const asked = recorder({
      ...base,
      'POST /discovery': () => Response.json({ running: true, found: [] }, { status: 202 }),
      'GET /discovery': () => Response.json(found),
    });
    show(<CamerasPage />, 'admin');
    fireEvent.click(await screen.findByRole('button', { name: 'Search' }));
    const list = await screen.findByRole('list', { name: 'Found cameras' });
    await within(list).findByText('Door (AXIS M1054)');
    expect(within(list).getByText('yard').parentElement?.textContent).toBe(
      'added as yard, at another address',
    );
    expect(asked.some(({ call }) => call === 'POST /discovery')).toBe(true);
    fireEvent.click(within(list).getByRole('button', { name: 'Add' }));
    const address = await screen.findByRole<HTMLInputElement>('textbox', { name: 'Address' });
    expect(address.value).toBe('http://10.0.0.9/onvif/device_service');
  });

  it('offers the new address of a camera that has moved', async () => {
    recorder({
      ...base,
      'POST /discovery': () => Response.json({ running: true, found: [] }, { status: 202 }),
      'GET /discovery': () => Response.json(found),
    });
    show(<CamerasPage />, 'admin');
    fireEvent.click(await screen.findByRole('button', { name: 'Search' }));
    fireEvent.click(await screen.findByRole('button', { name: 'Use this one' }));
    await screen.findByRole('dialog', { name: 'Yard' });
    const address = screen.getByRole<HTMLInputElement>('textbox', { name: 'Address' });
    expect(address.value).toBe('http://10.0.0.7/onvif/device_service');
  });
});

describe('the addresses for other software', () => {
  const open = async (restream: unknown) => {
    recorder({ ...base, 'GET /system': () => Response.json({ version: '1', restream }) });
    show(<CamerasPage />, 'viewer');
    fireEvent.click(await screen.findByRole('button', { name: 'Addresses of Yard for other software' }));
  };

  it('have the recorder’s name and port, and are copied', async () => {
    const writeText = vi.fn(() => Promise.resolve());
    Object.defineProperty(navigator, 'clipboard', { configurable: true, value: { writeText } });
    await open({ port: 8554, clients: 0 });
    fireEvent.click(await screen.findByRole('button', { name: 'Copy the address of the main stream' }));
    await screen.findByText('Copied.');
    expect(writeText).toHaveBeenCalledWith('rtsp://localhost:8554/live/yard/main');
    Reflect.deleteProperty(navigator, 'clipboard');
  });

  it('are selected where the browser lets nobody copy', async () => {
    await open({ port: 8554, clients: 0 });
    fireEvent.click(await screen.findByRole('button', { name: 'Copy the address of the main stream' }));
    await screen.findByText(/Ctrl\+C/);
    const address = screen.getByRole<HTMLInputElement>('textbox');
    expect(address.value.slice(address.selectionStart ?? 0, address.selectionEnd ?? 0)).toBe(
      'rtsp://localhost:8554/live/yard/main',
    );
  });

  it('are none while the server has no port', async () => {
    await open({ clients: 0 });
    await screen.findByText(/gives no streams by RTSP now/);
  });
});

describe('the settings report', () => {
  it('tells what hurts and corrects it with one click', async () => {
    const gop = {
      stream: 'main',
      setting: 'keyPictures',
      is: 'each 10.0 s',
      should: 'each 2.0 s',
      why: 'Jumps wait.',
      correctable: true,
    };
    recorder({
      ...base,
      'GET /cameras': () => Response.json([{ ...yard, driver: 'onvif' }]),
      'GET /cameras/yard/report': () => Response.json({ findings: [gop], refused: [] }),
      'POST /cameras/yard/report/corrections': () => Response.json({ findings: [], refused: [] }),
    });
    show(<CamerasPage />, 'admin');
    fireEvent.click(await screen.findByRole('button', { name: 'Check the settings of Yard' }));
    await screen.findByText(/each 10.0 s; better each 2.0 s. Jumps wait./);
    fireEvent.click(screen.getByRole('button', { name: 'Correct' }));
    await screen.findByText('All is set as it should be.');
  });
});

describe('the picture', () => {
  it('shows what the camera has, sends what is changed, and shows what it kept', async () => {
    const level = (value: number) => ({ value, min: 0, max: 100 });
    const asked = recorder({
      ...base,
      'GET /cameras': () => Response.json([{ ...yard, driver: 'onvif' }]),
      'GET /cameras/yard/imaging': () =>
        Response.json({
          brightness: level(50),
          irCutFilter: { value: 'auto', values: ['on', 'off', 'auto'] },
        }),
      'PUT /cameras/yard/imaging': () =>
        Response.json({
          brightness: level(50),
          irCutFilter: { value: 'off', values: ['on', 'off', 'auto'] },
        }),
    });
    show(<CamerasPage />, 'admin');
    fireEvent.click(await screen.findByRole('button', { name: 'Set the picture of Yard' }));
    await screen.findByRole('slider', { name: 'Brightness' });
    expect(screen.queryByRole('slider', { name: 'Contrast' })).toBeNull();
    fireEvent.click(screen.getByRole('radio', { name: 'Night' }));
    await vi.waitFor(() =>
      expect(asked.find(({ call }) => call === 'PUT /cameras/yard/imaging')?.body).toEqual({
        irCutFilter: 'off',
      }),
    );
    await vi.waitFor(() =>
      expect(screen.getByRole<HTMLInputElement>('radio', { name: 'Night' }).checked).toBe(true),
    );
  });

  it('goes back to what the camera kept when it refuses', async () => {
    recorder({
      ...base,
      'GET /cameras': () => Response.json([{ ...yard, driver: 'onvif' }]),
      'GET /cameras/yard/imaging': () => Response.json({ contrast: { value: 30, min: 0, max: 100 } }),
      'PUT /cameras/yard/imaging': () => problem(422, 'the camera took Contrast 31, but keeps 30'),
    });
    show(<CamerasPage />, 'admin');
    fireEvent.click(await screen.findByRole('button', { name: 'Set the picture of Yard' }));
    fireEvent.keyDown(await screen.findByRole('slider', { name: 'Contrast' }), { key: 'ArrowRight' });
    await screen.findByText(/but keeps 30/);
    expect(screen.getByRole('slider', { name: 'Contrast' }).getAttribute('aria-valuenow')).toBe('30');
  });

  it('says that a camera has none', async () => {
    recorder({
      ...base,
      'GET /cameras': () => Response.json([{ ...yard, driver: 'onvif' }]),
      'GET /cameras/yard/imaging': () => problem(422, 'its picture cannot be set'),
    });
    show(<CamerasPage />, 'admin');
    fireEvent.click(await screen.findByRole('button', { name: 'Set the picture of Yard' }));
    await screen.findByText(/picture cannot be set/);
  });
});

describe('the form', () => {
  it('shows the recorder’s fault at its field', async () => {
    const asked = recorder({
      ...base,
      'POST /cameras': () => problem(400, 'must begin with rtsp://', 'address'),
    });
    show(<CamerasPage />, 'admin', '/?add');
    await screen.findByRole('dialog');
    type('Name', 'Gate');
    type('Address', '10.0.0.9');
    fireEvent.click(screen.getByRole('button', { name: 'Add camera' }));
    await screen.findByText('Must begin with rtsp://.');
    const address = screen.getByRole('textbox', { name: 'Address' });
    expect(address.getAttribute('aria-invalid')).toBe('true');
    expect(asked.find(({ call }) => call === 'POST /cameras')?.body).toMatchObject({
      name: 'Gate',
      address: '10.0.0.9',
    });
  });

  it('does not ask the recorder about what is plainly missing', async () => {
    const asked = recorder(base);
    show(<CamerasPage />, 'admin', '/?add');
    await screen.findByRole('dialog');
    fireEvent.click(screen.getByRole('button', { name: 'Add camera' }));
    await screen.findByText('Give the camera a name.');
    expect(asked.some(({ call }) => call.startsWith('POST'))).toBe(false);
  });

  it('changes a camera and keeps its password', async () => {
    const asked = recorder({ ...base, 'PUT /cameras/yard': () => Response.json(yard) });
    show(<CamerasPage />);
    fireEvent.click(await screen.findByRole('button', { name: 'Edit Yard' }));
    await screen.findByRole('dialog');
    type('Name', 'Back yard');
    fireEvent.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(asked.find(({ call }) => call === 'PUT /cameras/yard')?.body).toEqual({
      ...yard,
      name: 'Back yard',
    });
  });
});

describe('deleting', () => {
  it('asks first and keeps the recordings unless told otherwise', async () => {
    const asked = recorder({ ...base, 'DELETE /cameras/yard': () => new Response(null, { status: 204 }) });
    show(<CamerasPage />);
    fireEvent.click(await screen.findByRole('button', { name: 'Delete Yard' }));
    const dialog = await screen.findByRole('dialog');
    expect(asked.some(({ call }) => call.startsWith('DELETE'))).toBe(false);
    fireEvent.click(within(dialog).getByRole('button', { name: 'Delete camera' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(asked.filter(({ call }) => call === 'DELETE /cameras/yard')).toHaveLength(1);
  });
});
