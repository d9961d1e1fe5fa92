import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { generateDrizzleJson, generateMigration } from 'drizzle-kit/api';
import * as schema from '../../store/schema';

test('the migrations make the tables that the code knows', async () => {
  const meta = join(__dirname, '../../store/migrations/meta');
  const latest = readdirSync(meta)
    .filter((name) => name.endsWith('_snapshot.json'))
    .sort()
    .at(-1)!;
  const migrated = JSON.parse(readFileSync(join(meta, latest), 'utf8')) as ReturnType<typeof generateDrizzleJson>;
  expect(await generateMigration(migrated, generateDrizzleJson(schema))).toEqual([]);
});
