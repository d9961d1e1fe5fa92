import { defineConfig } from 'drizzle-kit';

/** After a change of `store/schema.ts`: `npx drizzle-kit generate --name what_changed`, and commit what it writes. */
export default defineConfig({
  dialect: 'postgresql',
  schema: './store/schema.ts',
  out: './store/migrations',
});
