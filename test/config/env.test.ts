/** The environment: good defaults, one clear reason per variable, and never plaintext where TLS was meant. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { EnvironmentProblems, readConfigDir, readEnv } from '../../config/env';
import { connectionOptions } from '../../config/temporal';

const GOOD = { DATABASE_URL: 'postgres://desk:s3cret@127.0.0.1:5432/desk', LINK_SECRET: 'x'.repeat(32) };

const problemsOf = (source: NodeJS.ProcessEnv): Record<string, string> => {
  try {
    readEnv(source);
    return {};
  } catch (error) {
    if (!(error instanceof EnvironmentProblems)) throw error;
    return Object.fromEntries(error.problems.map(({ variable, reason }) => [variable, `${reason.ja} / ${reason.en}`]));
  }
};

describe('the environment', () => {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'desk-env-'));
  const pem = path.join(dir, 'cert.pem');
  fs.writeFileSync(pem, '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n');
  const notPem = path.join(dir, 'notes.txt');
  fs.writeFileSync(notPem, 'hello');
  afterAll(() => fs.rmSync(dir, { recursive: true }));

  it('needs two variables and fills in the rest', () => {
    const env = readEnv(GOOD);
    expect(env.temporal).toEqual({ address: '127.0.0.1:7233', namespace: 'default', apiKey: null, tls: null });
    expect(env.portal).toEqual({ url: 'http://127.0.0.1:8080', host: '127.0.0.1', port: 8080 });
    expect([env.maxFileMb, env.logLevel, env.drillSmtpUrl]).toEqual([20, 'info', null]);
    expect(fs.existsSync(path.join(env.configDir, 'playbook.yaml'))).toBe(true);
    expect(env.configDir).toBe(readConfigDir({}));
  });

  it('reads who signs in, and where', () => {
    const env = readEnv({
      ...{ ...GOOD, CONSOLE_URL: 'https://desk.example/', CONSOLE_LOCK_AFTER: '3', CONSOLE_LOCK_MINUTES: '10' },
      ...{ OIDC_ISSUER: 'https://idp.example', OIDC_CLIENT_ID: 'console', OIDC_ROLE_NAMES: 'claims desk=desk,lead=supervisor' },
    });
    expect(env.console).toMatchObject({
      ...{ url: 'https://desk.example', host: '127.0.0.1', port: 8423, secret: GOOD.LINK_SECRET, localAccounts: true },
      rules: { idleMs: 3_600_000, absoluteMs: 43_200_000, lockAccount: { failures: 3, windowMs: 600_000, lockMs: 600_000 } },
      oidc: { rolesClaim: 'roles', clientSecret: null, roleNames: { 'claims desk': 'desk', lead: 'supervisor' } },
    });
    expect(readEnv(GOOD).console).toMatchObject({ url: 'http://127.0.0.1:8423', oidc: null, build: '0.1.0' });
  });

  it('takes an empty variable for one that is not given', () => {
    expect(readEnv({ ...GOOD, PORTAL_URL: '', TEMPORAL_TLS: '', CONFIG_DIR: '' })).toEqual(readEnv(GOOD));
  });

  it('tells every bad variable once, in both languages and without its value', () => {
    const problems = problemsOf({
      DATABASE_URL: 'mysql://desk:s3cret@db/desk',
      LINK_SECRET: 'too-short-s3cret',
      TEMPORAL_ADDRESS: 'http://temporal',
      TEMPORAL_TLS: 'yes',
      SMTP_URL: 'mail.example',
      PORTAL_PORT: '70000',
      MAX_FILE_MB: '0',
      LOG_LEVEL: 'loud',
      MAIL_FROM: 'desk',
    });
    expect(Object.keys(problems).sort()).toEqual([
      'DATABASE_URL',
      'LINK_SECRET',
      'LOG_LEVEL',
      'MAIL_FROM',
      'MAX_FILE_MB',
      'PORTAL_PORT',
      'SMTP_URL',
      'TEMPORAL_ADDRESS',
      'TEMPORAL_TLS',
    ]);
    expect(problems['DATABASE_URL']).toBe(
      'postgres:// または postgresql:// で始まるURLを指定してください / Must be a URL that starts with postgres:// or postgresql://',
    );
    expect(problems['TEMPORAL_TLS']).toMatch(/true または false/);
    expect(JSON.stringify(problems)).not.toContain('s3cret');
  });

  it('tells what is missing', () => {
    expect(problemsOf({})).toEqual({
      DATABASE_URL: expect.stringContaining('"DATABASE_URL" is missing'),
      LINK_SECRET: expect.stringContaining('"LINK_SECRET" is missing'),
    });
  });

  it.each([
    ['a CA file that is missing', { TEMPORAL_TLS_CA_FILE: '/nowhere/ca.pem' }, 'TEMPORAL_TLS_CA_FILE', /cannot be read/],
    ['a CA file that is none', { TEMPORAL_TLS_CA_FILE: notPem }, 'TEMPORAL_TLS_CA_FILE', /not in PEM format/],
    [
      'a certificate without its key',
      { TEMPORAL_TLS_CERT_FILE: pem },
      'TEMPORAL_TLS_KEY_FILE',
      /together with TEMPORAL_TLS_CERT_FILE/,
    ],
    [
      'a key without its certificate',
      { TEMPORAL_TLS_KEY_FILE: pem },
      'TEMPORAL_TLS_CERT_FILE',
      /together with TEMPORAL_TLS_KEY_FILE/,
    ],
    ['TLS off beside a CA file', { TEMPORAL_TLS: 'false', TEMPORAL_TLS_CA_FILE: pem }, 'TEMPORAL_TLS', /plaintext/],
    ['a console for others without TLS', { CONSOLE_HOST: '0.0.0.0' }, 'CONSOLE_URL', /needs TLS/],
    ['a console at http elsewhere', { CONSOLE_URL: 'http://desk.example' }, 'CONSOLE_URL', /needs TLS/],
    ['a short secret of the console', { CONSOLE_SECRET: 'short' }, 'CONSOLE_SECRET', /at least 32/],
    ['sessions without an end', { CONSOLE_SESSION_HOURS: '0' }, 'CONSOLE_SESSION_HOURS', /from 1 to 168/],
    ['a lock after no failure', { CONSOLE_LOCK_AFTER: '0' }, 'CONSOLE_LOCK_AFTER', /from 1 to 1000/],
    ['a provider without a client', { OIDC_ISSUER: 'https://idp.example' }, 'OIDC_CLIENT_ID', /together with OIDC_ISSUER/],
    ['a provider at http', { OIDC_ISSUER: 'http://idp.example', OIDC_CLIENT_ID: 'x' }, 'OIDC_ISSUER', /https/],
    ['role names of another form', { OIDC_ROLE_NAMES: 'lead' }, 'OIDC_ROLE_NAMES', /claims-desk=desk/],
    ['no way in at all', { CONSOLE_LOCAL_ACCOUNTS: 'false' }, 'CONSOLE_LOCAL_ACCOUNTS', /nobody could sign in/],
    ['TLS off beside an API key', { TEMPORAL_TLS: 'false', TEMPORAL_API_KEY: 'k' }, 'TEMPORAL_TLS', /plaintext/],
  ])('refuses %s', (_, source, variable, reason) => {
    expect(problemsOf({ ...GOOD, ...source })).toEqual({ [variable]: expect.stringMatching(reason) });
  });

  it.each([
    ['nothing', {}, null],
    ['TEMPORAL_TLS=false', { TEMPORAL_TLS: 'false' }, null],
    ['TEMPORAL_TLS=true', { TEMPORAL_TLS: 'true' }, {}],
    ['an API key', { TEMPORAL_API_KEY: 'k' }, {}],
    ['a CA file', { TEMPORAL_TLS_CA_FILE: pem }, { serverRootCACertificate: fs.readFileSync(pem) }],
    [
      'a client certificate',
      { TEMPORAL_TLS_CERT_FILE: pem, TEMPORAL_TLS_KEY_FILE: pem },
      { clientCertPair: { crt: fs.readFileSync(pem), key: fs.readFileSync(pem) } },
    ],
  ])('connects to Temporal as %s says', (_, source, tls) => {
    expect(connectionOptions(readEnv({ ...GOOD, ...source })).tls).toEqual(tls);
  });

  it('does not fall back to plaintext when a certificate file goes away later', () => {
    const file = path.join(dir, 'gone.pem');
    fs.copyFileSync(pem, file);
    const env = readEnv({ ...GOOD, TEMPORAL_TLS_CA_FILE: file });
    fs.rmSync(file);
    expect(() => connectionOptions(env)).toThrow(/ENOENT/);
  });
});
