import { expect, test } from 'vitest';
import { hasRoom } from '../../src/workers/has-room.ts';

test('an idle thread has room for anything', () => {
  expect(hasRoom([], 'agree')).toBe(true);
  expect(hasRoom([], 'reduce')).toBe(true);
});

test('a second task is ready when the first one ends, and a third goes elsewhere', () => {
  expect(hasRoom(['route'], 'route')).toBe(true);
  expect(hasRoom(['route', 'agree'], 'route')).toBe(false);
});

test('nothing waits behind a shard, and no shard waits in a thread', () => {
  expect(hasRoom(['reduce'], 'agree')).toBe(false);
  expect(hasRoom(['agree'], 'reduce')).toBe(false);
});
