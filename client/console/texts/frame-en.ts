/** Words of the frame around every page of the console, in English. */
import type { frameJa } from './frame-ja';

export const frameEn: typeof frameJa = {
  frame: {
    service: 'Emergency Support Desk',
    skip: 'Skip to content',
    navigation: 'Menu',
    mine: 'My incidents',
    all: 'All incidents',
    approvals: 'Approvals',
    supervisor: 'Supervision',
    administration: 'Administration',
    waiting: (count) => `${count} waiting`,
    search: 'Search incidents',
    searchHint: 'Number or company',
    searchButton: 'Search',
    language: 'Language',
    account: (name) => name,
    signOut: 'Sign out',
    drill: 'Drill: not a real incident',
    drillMark: 'DRILL',
    demo: 'Demo: no mail leaves this machine',
    mailbox: 'See the mails',
    phoneLead: 'Desk (round the clock)',
    times: 'All times are Japan Standard Time (JST).',
    build: (id) => `Build ${id}`,
    required: 'required',
    optional: 'optional',
    errorPrefix: 'Error: ',
    problems: 'There is a problem',
  },
  draft: {
    found: (when) => `This is your draft, saved ${when}.`,
    discard: 'Discard the draft',
    saved: (time) => `Draft saved ${time}`,
    notSaved: 'The draft could not be saved. It is tried again as soon as there is a connection.',
  },
  editing: {
    other: (name: string, when: string) => `${name} is editing this (${when})`,
    self: (when: string) => `You are editing this in another tab (${when})`,
    now: 'just now',
    ago: (minutes: number) => `${minutes} min ago`,
    and: ', ',
  },
  ends: {
    notFound: {
      title: 'Page not found',
      body: 'Check the number.',
    },
    forbidden: {
      title: 'You do not have access',
      body: 'Ask your supervisor. The attempt was logged.',
    },
    wrongForm: {
      title: 'This could not be confirmed',
      body: 'The page is out of date, or the form was sent from another site. Nothing was done. Please try again.',
    },
    tooLarge: {
      title: 'Too much was sent',
      body: (maxMb) => `Your entry was not saved. A file may have up to ${maxMb} MB.`,
    },
    wrongType: {
      title: 'This form of sending is not accepted',
      body: 'Your entry was not saved. Send it with the form on the page.',
    },
    unreadable: {
      title: 'What was sent could not be read',
      body: 'Your entry was not saved. Go back and try again.',
    },
    tooMany: {
      title: 'Try again later',
      body: 'There were too many requests in a short time. Try again in a minute.',
    },
    recordDown: {
      title: 'This cannot be shown now',
      body: 'The database of the case record cannot be reached. Incidents go on. Try again in a minute.',
    },
    serverError: {
      title: 'Sorry, this did not work',
      body: 'Your entry may not have been saved. Try again in five minutes.',
    },
    reference: (id) => `Reference ${id}`,
    home: 'To the first page',
  },
};
