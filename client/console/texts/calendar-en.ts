/** Words of the calendar, in English. */
import type { calendarJa } from './calendar-ja';

export const calendarEn: typeof calendarJa = {
  calendar: {
    title: 'Calendar and rulesets',
    lead: 'Legal due dates roll over the closed days of the law alone. The days that the business adds move only limits counted in the hours of a partner.',
    years: 'Choose a year',
    year: (year) => `${year}`,
    law: 'Closed days of the law',
    lawNote: (until) => `Days beside Saturdays and Sundays. The table of national holidays goes to ${until}.`,
    runsOut: (until) => `The table of closed days ends on ${until}. Bring it up to date.`,
    business: 'Closed days of the business',
    businessNote: (file) => `Edit this in ${file}. Changes hold for incidents opened from then on.`,
    noBusiness: 'No days were added in this year.',
    day: 'Day',
    name: 'Name or reason',
    rulesets: 'Rulesets',
    rulesetsNote: (folder) =>
      `The ruleset in force on the day of awareness holds for an incident to its end. The rulesets are in ${folder}.`,
    ruleset: 'Ruleset',
    span: 'In force',
    from: (day) => `from ${day}`,
    between: (from, until) => `${from} to ${until}`,
    notInForce: 'not in force',
    inForce: 'in force',
    past: 'past',
    future: 'to come',
    state: 'State',
    ppc: 'PPC',
    myNumber: 'My Number',
    pmark: 'Privacy Mark',
    noDuty: 'No duty to report',
    terms: (preliminary, final, improper) => `preliminary ${preliminary}; final day ${final} (improper purpose: day ${improper})`,
    yardstick: (from, until) => `day ${from} to ${until}`,
    noPreliminary: 'none',
    persons: (count) => `over ${count} persons`,
  },
};
