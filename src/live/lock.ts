// The lock: one live run at a time on a machine. Pins are counted system-wide, and the swap that one run removes
// must not be the swap another one uses. An abstract socket serves, because the kernel frees it with its process.
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

// Full length, because some releases of Node pad an abstract name with zeros and others do not.
const address = (name: string) => `\0${name.padEnd(107, '.')}`;

function tryLock(name: string): Promise<(() => void) | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer(socket => socket.destroy());
    server.unref();
    server.once('error', (error: NodeJS.ErrnoException) => (error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error)));
    server.listen(address(name), () => resolve(() => server.close()));
  });
}

/** Resolves to the way to let go of it, or to undefined when it was still held after `wait_ms` or the wait was aborted. */
export async function takeLock(
  name: string,
  { say, signal, wait_ms }: { say(line: string): void; signal: AbortSignal; wait_ms: number },
): Promise<(() => void) | undefined> {
  const step_ms = 100;
  for (let waited_ms = 0; !signal.aborted; waited_ms += step_ms) {
    const unlock = await tryLock(name);
    if (unlock) return unlock;
    if (waited_ms === 0) say('another live run is under way on this machine; waiting for its end');
    if (waited_ms >= wait_ms) return undefined;
    await sleep(step_ms);
  }
  return undefined;
}
