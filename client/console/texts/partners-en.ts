/** Words of the partners' page and of problems in the business data, in English. */
import type { partnersJa } from './partners-ja';

export const partnersEn: typeof partnersJa = {
  partners: {
    title: 'Partners',
    lead: 'Whom to ask first, when they work, how to reach them.',
    editedIn: (file) => `Edit this in ${file}. Changes hold for incidents opened from then on.`,
    firm: 'Partner',
    contact: 'Contact',
    phone: 'Phone',
    mail: 'E-mail',
    hours: 'Hours',
    now: 'Now',
    openNow: 'open',
    closedNow: 'closed',
    allDay: 'Round the clock',
    span: (opens, closes) => `${opens} to ${closes}`,
    closedDays: (days) => `Closed on ${days}`,
    ranks: 'Rank',
    rank: (name, rank) => `${name}: no. ${rank}`,
    noRank: 'No rank: asked only when staff choose it',
    ranking: 'In which order they are asked',
    rankingLead: 'Where a service has an order of its own, it goes before that of its function.',
    service: 'Function or service',
    order: 'Order',
    independence: 'Services that need independence, like the recurrence certificate, pass over the firm that investigated.',
  },
  business: {
    problems: 'The business data has problems',
    problemsLead: 'Until they are mended no incident can be opened. Those under way go on with the data they were opened with.',
    place: (file, line, col) => `${file}, line ${line}, column ${col}`,
    sound: 'The business data is sound.',
    check: (command) => `Check it with: ${command}`,
  },
};
