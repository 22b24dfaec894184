export { type Lock, type LockedElement, NO_LOCK } from './lock.ts';
export { type ReadLock, readLock } from './read-lock.ts';
export { printLock } from './print-lock.ts';
export { createLock } from './create-lock.ts';
export { compareLock } from './compare-lock.ts';
