import { expect, test } from 'vitest';
import type { Settings } from '../api/types';
import { changesOf, draftOf } from './settingDraft';

const ENGINE: Settings = {
  pid: 'io.vedette.sink.engine',
  title: 'Engine',
  schema: {
    properties: {
      port: { type: 'integer' },
      uris: { type: 'array', items: { type: 'string' } },
      gains: { type: 'array', items: { type: 'number' } },
      quiet: { type: 'boolean' },
      secret: { type: 'string', writeOnly: true },
    },
  },
  values: { port: 8189, uris: ['ws://a', 'ws://b'], gains: [], quiet: false },
};

test('a draft is what can be typed, and changes nothing by itself', () => {
  const draft = draftOf(ENGINE);

  expect(draft).toEqual({ port: '8189', uris: 'ws://a\nws://b', gains: '', quiet: false, secret: '' });
  expect(changesOf(ENGINE, draft)).toEqual({});
});

test('only what was changed is sent, in its own type', () => {
  const draft = { port: '9000', uris: ' ws://c \n\n', gains: '0.5\n2', quiet: true, secret: 's' };

  expect(changesOf(ENGINE, draft)).toEqual({
    port: 9000,
    uris: ['ws://c'],
    gains: [0.5, 2],
    quiet: true,
    secret: 's',
  });
});

test('what is no number is left to the recorder to refuse', () => {
  expect(changesOf(ENGINE, { ...draftOf(ENGINE), port: 'many' })).toEqual({ port: 'many' });
});
