import fc from 'fast-check';
import { SignJWT } from 'jose';
import { createSecretKey } from 'node:crypto';
import { createLinkTokens } from '../../config/link-tokens';
import { DAY_MS } from '../../domain/time';

const SECRET = 'a secret that is only used in tests, 01';
const NOW_MS = Date.parse('2026-12-31T22:00:00+09:00');
const LINK = { incidentNumber: '7K3M-Q9XD', taskId: 'T02', partnerId: 'akasaka', generation: 3, validDays: 30 };
const { validDays: _, ...CLAIMS } = LINK;
const tokens = createLinkTokens(SECRET);
const INVALID = { ok: false, why: 'INVALID' };

/** A token as somebody else might make it. */
const forge = (
  payload: Record<string, unknown>,
  {
    secret = SECRET,
    audience = 'partner-link',
    exp = NOW_MS + DAY_MS,
  }: { secret?: string; audience?: string | null; exp?: number } = {},
) => {
  const jwt = new SignJWT(payload).setProtectedHeader({ alg: 'HS256' }).setExpirationTime(new Date(exp));
  if (audience) jwt.setAudience(audience);
  return jwt.sign(createSecretKey(secret, 'utf8'));
};
const PAYLOAD = { n: '7K3M-Q9XD', t: 'T02', p: 'akasaka', g: 3 };

test('a link comes back as it was signed, whatever it is bound to', async () => {
  const word = fc.string({ minLength: 1, maxLength: 60, unit: 'grapheme' });
  const link = fc.record({
    incidentNumber: word,
    taskId: word,
    partnerId: word,
    generation: fc.nat(),
    validDays: fc.integer({ min: 1, max: 365 }),
  });
  await fc.assert(
    fc.asyncProperty(link, fc.integer({ min: 0, max: DAY_MS - 1_000 }), async (bound, laterMs) => {
      const { validDays: __, ...claims } = bound;
      const token = await tokens.sign(bound, NOW_MS);
      expect(await tokens.verify(token, NOW_MS + laterMs)).toEqual({ ok: true, link: claims });
    }),
    { numRuns: 50 },
  );
});

test('a token fits into an address without any escaping and stays short', async () => {
  const token = await tokens.sign(LINK, NOW_MS);
  expect(encodeURIComponent(token)).toBe(token);
  expect(token.length).toBeLessThan(250);
});

test('after its days it is expired, and still says whose it was', async () => {
  const token = await tokens.sign(LINK, NOW_MS);
  expect(await tokens.verify(token, NOW_MS + 30 * DAY_MS - 1_000)).toEqual({ ok: true, link: CLAIMS });
  expect(await tokens.verify(token, NOW_MS + 30 * DAY_MS + 1_000)).toEqual({ ok: false, why: 'EXPIRED', link: CLAIMS });
});

test('changing any single character makes it invalid, before and after it expires', async () => {
  const token = await tokens.sign(LINK, NOW_MS);
  const base64url = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/ ';
  await fc.assert(
    fc.asyncProperty(fc.nat(token.length - 1), fc.constantFrom(...base64url), fc.boolean(), async (at, char, late) => {
      fc.pre(token[at] !== char);
      const altered = token.slice(0, at) + char + token.slice(at + 1);
      expect(await tokens.verify(altered, NOW_MS + (late ? 40 * DAY_MS : 0))).toEqual(INVALID);
    }),
    { numRuns: 500 },
  );
});

test('every other spelling of the last character is invalid too', async () => {
  const token = await tokens.sign(LINK, NOW_MS);
  for (const char of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_') {
    if (!token.endsWith(char)) expect(await tokens.verify(token.slice(0, -1) + char, NOW_MS)).toEqual(INVALID);
  }
});

test('anything else is invalid, without an error and without a reason', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.string(),
        fc.string({ unit: 'grapheme' }),
        fc.array(fc.base64String(), { maxLength: 5 }).map((a) => a.join('.')),
      ),
      async (text) => {
        expect(await tokens.verify(text, NOW_MS)).toEqual(INVALID);
      },
    ),
  );
  expect(await tokens.verify('x'.repeat(1_000_000), NOW_MS)).toEqual(INVALID);
});

test('foreign secrets, audiences, algorithms and contents are invalid', async () => {
  expect(await tokens.verify(await forge(PAYLOAD), NOW_MS)).toEqual({ ok: true, link: CLAIMS });
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const unsigned = `${part({ alg: 'none' })}.${part({ ...PAYLOAD, aud: 'partner-link', exp: NOW_MS / 1000 + 900 })}.`;
  const hs512 = await new SignJWT(PAYLOAD)
    .setProtectedHeader({ alg: 'HS512' })
    .setAudience('partner-link')
    .setExpirationTime(new Date(NOW_MS + DAY_MS))
    .sign(createSecretKey(SECRET.repeat(2), 'utf8'));
  const neverEnding = await new SignJWT(PAYLOAD)
    .setProtectedHeader({ alg: 'HS256' })
    .setAudience('partner-link')
    .sign(createSecretKey(SECRET, 'utf8'));
  const forged = await Promise.all([
    forge(PAYLOAD, { secret: `${SECRET}x` }),
    forge(PAYLOAD, { secret: `${SECRET}x`, exp: NOW_MS - DAY_MS }),
    forge(PAYLOAD, { audience: 'somebody-else' }),
    forge(PAYLOAD, { audience: 'somebody-else', exp: NOW_MS - DAY_MS }),
    forge(PAYLOAD, { audience: null }),
    forge({ ...PAYLOAD, g: '3' }),
    forge({ ...PAYLOAD, g: -1 }),
    forge({ ...PAYLOAD, t: undefined }),
    forge({ ...PAYLOAD, p: '' }, { exp: NOW_MS - DAY_MS }),
  ]);
  for (const token of [unsigned, hs512, neverEnding, ...forged]) expect(await tokens.verify(token, NOW_MS)).toEqual(INVALID);
});
