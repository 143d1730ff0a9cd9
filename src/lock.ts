// One run at a time in a folder. The lock is a local socket named after the folder: the system frees it the moment its
// holder dies, however it dies, so there are no stale locks. It holds on one machine; units of a cluster take none.

import { createHash } from 'node:crypto';
import { realpathSync, rmSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { platform } from 'node:os';
import { join } from 'node:path';
import { StackpairsError } from './errors.ts';

/** Takes the lock of a folder, or throws `locked`. The function it gives frees it. */
export async function takeLock(folder: string, temporary: string): Promise<() => Promise<void>> {
  const name = createHash('sha256').update(realpathSync(folder)).digest('hex').slice(0, 32);
  const address = addressOf(`build-dataset-${name}`, temporary);
  const server = (await listen(address)) ?? ((await isDead(address)) ? await listen(address) : undefined);
  if (server === undefined) {
    throw new StackpairsError('locked', 'another run is at work here', { at: folder, hint: 'Wait for it, or stop it' });
  }
  server.unref();
  return () => new Promise((resolve) => server.close(() => resolve()));
}

/** Linux has names without a file, Windows has pipes; elsewhere the socket is a file that may outlive its holder. */
function addressOf(name: string, temporary: string): string {
  if (platform() === 'linux') return `\0${name}`;
  if (platform() === 'win32') return `\\\\.\\pipe\\${name}`;
  return join(temporary, `${name}.sock`);
}

function listen(address: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error),
    );
    server.listen(address, () => resolve(server));
  });
}

/** True if nobody answers at an address any more; if it is a file, it is then removed. */
function isDead(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(address, () => {
      socket.destroy();
      resolve(false);
    });
    socket.once('error', (error: NodeJS.ErrnoException) => {
      const dead = error.code === 'ECONNREFUSED';
      if (dead && !address.startsWith('\0')) rmSync(address, { force: true });
      resolve(dead);
    });
  });
}
