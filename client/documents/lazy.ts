/** What makes drafts, loaded by the first command that makes one. */
/* eslint-disable @typescript-eslint/no-require-imports */
export const drafting = () => require('./drafting') as typeof import('./drafting');
export const toldFile = () => require('./told-file') as typeof import('./told-file');
export const calendarFeed = () => require('../calendar-feed/read') as typeof import('../calendar-feed/read');
