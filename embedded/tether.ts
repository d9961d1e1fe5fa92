/**
 * Loaded before each Node child (`node --require`): ends it when the supervisor is gone, even by kill -9. The child gets
 * the signal it would get from a person, so it finishes what it is doing; after a while it is ended anyway.
 */
const END_WITHIN_MS = 20_000;

if (process.channel) {
  process.once('disconnect', () => {
    setTimeout(() => process.exit(1), END_WITHIN_MS).unref();
    process.kill(process.pid, 'SIGTERM');
  });
  // Waiting for this must not keep a process alive that has nothing else to do.
  process.channel.unref();
}
