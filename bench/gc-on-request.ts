/**
 * Loaded before a worker (`node --expose-gc --require`): SIGHUP collects garbage in all its threads, so that its size
 * afterwards tells what it really holds. Workflows live in threads of their own, which also load this.
 */
import { BroadcastChannel, isMainThread } from 'node:worker_threads';

const channel = new BroadcastChannel('collect garbage');
const collect = (): void => void globalThis.gc?.();

if (isMainThread) {
  process.on('SIGHUP', () => {
    channel.postMessage(null);
    collect();
  });
} else channel.onmessage = collect;
// Waiting for this must not keep a thread alive that has nothing else to do.
channel.unref();
