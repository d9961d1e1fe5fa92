/** Words of the keyboard shortcuts, in English. */
import type { keysJa } from './keys-ja';

export const keysEn: typeof keysJa = {
  keys: {
    title: 'Keyboard',
    lead: 'Off while you type. No single key sends, approves or deletes anything.',
    newIntake: 'New intake',
    nextRow: 'Next row, previous row',
    openRow: 'Open that row',
    sections: 'To a part of an incident’s page',
    facts: 'Update the facts (page of an incident)',
    message: 'Write a message (page of an incident)',
    submit: 'Submit the form you are in',
    close: 'Close',
    list: 'This list',
    off: 'Single keys can be switched off in your account.',
    setting: 'Keyboard setting',
    isOn: 'Single keys (/, g, n, j, k, 1 to 9, e, m, ?) do something. Switch them off if they are set off by mistake, e.g. by speech input.',
    isOff: 'Single keys do nothing.',
    turnOn: 'Use single keys',
    turnOff: 'Do not use single keys',
  },
};
