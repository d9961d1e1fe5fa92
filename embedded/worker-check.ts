/** Health check of a worker's container: does the server hear from the worker of this host? */
import os from 'node:os';
import { readEnv } from '../config/env';
import { connectionOptions } from '../config/temporal';
import { exitWith } from './process-end';
import { workerPolls } from './worker-polls';

/** A poll takes up to a minute when there is nothing to do. */
const HEARD_WITHIN_MS = 150_000;

const env = readEnv(process.env);
workerPolls(connectionOptions(env), env.temporal.namespace, Date.now() - HEARD_WITHIN_MS, `@${os.hostname()}`).catch(exitWith);
