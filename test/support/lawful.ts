/** The sample with the law as it ships, and with heads. */
import path from 'node:path';
import { loadSetup } from '../../config/load';
import type { Setup } from '../../domain/setup';
import { toMs } from '../../domain/time';
import { AWARE, SETUP } from './sample';

const shipped = loadSetup(path.join(__dirname, '../../config/data'), toMs(AWARE));
if (!shipped.legal) throw new Error('the shipped data has no law');

export const LEGAL = shipped.legal;

export const LAWFUL: Setup = {
  ...SETUP,
  legal: LEGAL,
  desk: {
    ...SETUP.desk,
    heads: [{ name: 'デスク責任者', email: 'head@insurer.example', phone: null, language: 'ja' }],
  },
};
