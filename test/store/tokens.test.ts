/** The keys of programs in the record. */
import { hashOfToken, makeToken } from '../../client/tokens';
import { useRecordStore } from './record-store';

const record = useRecordStore();

it('are found by their hash, listed, and revoked once', async () => {
  const { store, postgres } = record;
  const { secret, token } = await makeToken(store, { name: 'crm', role: 'desk', expiresAt: '2027-03-31T00:00:00.000+09:00' });
  expect(secret).toMatch(/^anshin_[\w-]{43}$/);
  expect(token).toMatchObject({ name: 'crm', role: 'desk', expiresAt: '2027-03-31T00:00:00.000+09:00', revokedAt: null });
  expect(await store.findToken(hashOfToken(secret))).toEqual(token);
  expect(await store.findToken(hashOfToken(`${secret}x`))).toBeNull();
  const second = await makeToken(store, { name: 'other', role: 'auditor', expiresAt: null });
  expect(await store.tokens()).toEqual([token, second.token]);

  const revoked = await store.revokeToken(token.id);
  expect(revoked?.revokedAt).toMatch(/\+09:00$/);
  expect(await store.revokeToken(token.id)).toEqual(revoked);
  expect(await store.revokeToken('tok-0')).toBeNull();
  expect(await store.findToken(hashOfToken(secret))).toEqual(revoked);

  const { Client } = await import('pg');
  const client = new Client({ connectionString: postgres.url });
  await client.connect();
  const { rows } = await client.query<Record<string, unknown>>('select * from api_tokens');
  await client.end();
  expect(JSON.stringify(rows)).not.toContain(secret.slice(7));
});
