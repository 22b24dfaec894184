export { holdMemory } from './hold-memory.ts';
export { startServer } from './start-server.ts';
export { ClientFileSystem } from './workspace/client-file-system.ts';
export { findWord, listWords } from './vocabulary/find-word.ts';
export { findInnerWord, listInnerWords } from './vocabulary/inner-words.ts';
