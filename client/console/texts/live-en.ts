/** Words of what is new while a page is open, in English. */
import type { liveJa } from './live-ja';

export const liveEn: typeof liveJa = {
  live: {
    one: '1 new update',
    many: (count) => `${count} new updates`,
    facts: 'The facts were revised. What you typed stays as it is.',
    stale: (time) => `This may be out of date (as of ${time})`,
    show: 'Show',
    clock: {
      ...{
        left: '{t} left',
        over: '{t} overdue',
        now: 'Due now',
        days: '{n} d',
        hours: '{n} h',
        minutes: '{n} min',
        pair: '{a} {b}',
      },
      ...{ overdue: '▲', soon: '◔', running: '▶', passed: '{what}: {left}.' },
    },
  },
};
