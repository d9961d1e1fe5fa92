/** How to reach the Temporal server, in the shape that both the client's and the worker's connection take. */
import { readFileSync } from 'node:fs';
import type { Env } from './env';

export interface TemporalConnection {
  readonly address: string;
  readonly tls: {
    serverRootCACertificate?: Buffer;
    clientCertPair?: { crt: Buffer; key: Buffer };
  } | null;
  readonly apiKey?: string;
}

/** @throws when a certificate file that the environment names cannot be read. Never falls back to plaintext. */
export function connectionOptions({ temporal }: Pick<Env, 'temporal'>): TemporalConnection {
  const { address, apiKey, tls } = temporal;
  return { address, tls: tls && tlsOptions(tls), ...(apiKey === null ? {} : { apiKey }) };
}

function tlsOptions({ caFile, certFile, keyFile }: NonNullable<Env['temporal']['tls']>): NonNullable<TemporalConnection['tls']> {
  return {
    ...(caFile ? { serverRootCACertificate: readFileSync(caFile) } : {}),
    ...(certFile && keyFile ? { clientCertPair: { crt: readFileSync(certFile), key: readFileSync(keyFile) } } : {}),
  };
}
