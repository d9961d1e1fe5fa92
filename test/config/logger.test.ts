/** Whatever is handed to a log, no secret and no personal data comes out. */
import { createLogger } from '../../config/logger';

const TOKEN = 'eyJhbGciOiJIUzI1NiJ9.eyJhdWQiOiJwYXJ0bmVyLWxpbmsifQ.c2lnbmF0dXJl';

function logged(write: (log: ReturnType<typeof createLogger>) => void): string {
  const lines: string[] = [];
  write(createLogger({ logLevel: 'info' }, 'test', { write: (line) => void lines.push(line) }));
  for (const line of lines) JSON.parse(line);
  return lines.join('');
}

describe('the logger', () => {
  it.each([
    ['a field', { token: 'T0P' }],
    ['a field within', { env: { linkSecret: 'T0P' } }],
    ['a header', { req: { headers: { authorization: 'Bearer T0P', cookie: 'T0P' } } }],
    ['a caller', { incident: { caller: { name: 'T0P', phone: '03-0000-0000' } } }],
    ['a URL with a password', { where: 'postgres://desk:T0P@127.0.0.1:5432/desk' }],
    ['a portal link', { url: 'http://127.0.0.1:8080/p/T0P?lang=en' }],
    ['an error', { err: new Error('cannot connect to smtp://user:T0P@mail.example') }],
  ])('keeps %s to itself', (_, fields) => {
    expect(logged((log) => log.info(fields, 'hello'))).not.toContain('T0P');
  });

  it('keeps tokens and addresses out of messages, and the rest readable', () => {
    const line = logged((log) =>
      log.warn({ incident: 'ABCD-1234' }, `mail to hanako@shop.example with ${TOKEN} at /p/${TOKEN}/files`),
    );
    expect(line).not.toMatch(/hanako|eyJ/);
    expect(JSON.parse(line)).toMatchObject({
      name: 'test',
      incident: 'ABCD-1234',
      msg: 'mail to [mail] with [token] at /p/[token]/files',
    });
  });

  it('is as quiet as it is told', () => {
    expect(logged((log) => log.debug('hello'))).toBe('');
  });
});
