export { startServer } from './start-server.ts';
export { findWord, listWords } from './vocabulary/find-word.ts';
