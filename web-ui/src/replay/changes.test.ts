import { expect, it, vi } from 'vitest';
import type { Result } from '../api/http';
import type { ReplayChange } from '../api/recorder';
import type { Replay } from '../api/types';
import { Changes } from './changes';

const STATE: Result<Replay> = {
  ok: true,
  location: null,
  value: { id: 'r', clock: '2026-11-25T10:00:00.000Z', rate: 1, playing: true, cameras: {} },
};

const REFUSED: Result<Replay> = {
  ok: false,
  problem: { kind: 'not-found', status: 404, words: 'There is no replay r.' },
};

function scripted(answer = STATE) {
  const sent: ReplayChange[] = [];
  const replies: (() => void)[] = [];
  const answered = vi.fn();
  const changes = new Changes((change) => {
    sent.push(change);
    return new Promise((resolve) => replies.push(() => resolve(answer)));
  }, answered);
  const reply = async () => {
    replies.shift()?.();
    await Promise.resolve();
    await Promise.resolve();
  };
  return { changes, sent, reply, answered };
}

it('sends one at a time and only the newest wish', async () => {
  const { changes, sent, reply } = scripted();
  changes.ask({ seek: '1' });
  changes.ask({ seek: '2' });
  changes.ask({ seek: '3' });
  expect(sent).toEqual([{ seek: '1' }]);
  expect(changes.waiting).toBe(true);
  await reply();
  expect(sent).toEqual([{ seek: '1' }, { seek: '3' }]);
  await reply();
  expect(changes.waiting).toBe(false);
});

it('tells no state that a newer wish has left behind', async () => {
  const { changes, reply, answered } = scripted();
  changes.ask({ rate: -2 });
  changes.ask({ playing: false });
  await reply();
  expect(answered).not.toHaveBeenCalled();
  await reply();
  expect(answered).toHaveBeenCalledOnce();
});

it('tells that a wish was refused although there is a newer one', async () => {
  const { changes, reply, answered } = scripted(REFUSED);
  changes.ask({ rate: -2 });
  changes.ask({ playing: false });
  await reply();
  expect(answered).toHaveBeenCalledExactlyOnceWith(REFUSED);
});

it('joins different wishes', async () => {
  const { changes, sent, reply } = scripted();
  changes.ask({ playing: true });
  changes.ask({ seek: '1' });
  changes.ask({ rate: 8 });
  await reply();
  expect(sent[1]).toEqual({ seek: '1', rate: 8 });
});

it('goes on after it has been idle', async () => {
  const { changes, sent, reply } = scripted();
  changes.ask({ rate: 8 });
  await reply();
  changes.ask({ rate: 1 });
  expect(sent).toHaveLength(2);
});

it('changes the stream of each camera, after everything else', async () => {
  const { changes, sent, reply } = scripted();
  changes.ask({ seek: '1' });
  changes.askStream('a', 'main');
  changes.askStream('b', 'sub');
  changes.askStream('a', 'sub');
  changes.ask({ rate: 8 });
  await reply();
  await reply();
  await reply();
  expect(sent.slice(1)).toEqual([
    { rate: 8 },
    { camera: 'a', stream: 'sub' },
    { camera: 'b', stream: 'sub' },
  ]);
});
