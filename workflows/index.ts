/** The bundle's entry: workflows only, because every export can be started. */
export { incident } from './incident';
