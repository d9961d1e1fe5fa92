/** A web server as a process: it listens until it is told to end or its supervisor is gone, then closes what it holds. */
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';

export interface Served {
  readonly app: FastifyInstance;
  readonly at: { readonly host: string; readonly port: number };
  /** Closed after the server, which still needs it for the requests in hand. */
  readonly holds: readonly { close(): Promise<void> }[];
  readonly log: Pick<Logger, 'info'>;
}

export async function serve({ app, at: { host, port }, holds, log }: Served): Promise<void> {
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    void app
      .close()
      .then(() => Promise.allSettled(holds.map((held) => held.close())))
      .then(() => process.exit(0));
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  process.once('disconnect', stop);
  await app.listen({ host, port });
  log.info({ host, port }, 'listening');
}

/** The last line of the log is shown to whoever started the system. */
export function endWith(error: unknown): never {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
