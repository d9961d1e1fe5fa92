/** Entry of `desk`. */
import { runCli } from './program';
import { createRealDeps } from './real-deps';

// Output that nobody reads any more (a closed pipe) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

void runCli(process.argv.slice(2), createRealDeps()).then((exitCode) => {
  process.exitCode = exitCode;
});
