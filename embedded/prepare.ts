/** Gets the servers and the browser that tests need before the tests start, where the wait can be seen. */
import { both } from '../domain/wording';
import { findBrowser } from './browser';
import { exitWith } from './process-end';
import { findTemporalServer } from './temporal-server';
import { findTestServer } from './test-server';

async function main(): Promise<void> {
  const say = (text: Parameters<typeof both>[0]) => console.log(both(text));
  await findTemporalServer({ env: { ...process.env, TEMPORAL_ADDRESS: '' }, say });
  await findTestServer({ say });
  await findBrowser({ say });
}

main().catch(exitWith);
