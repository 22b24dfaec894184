export { compareFile, libraryFile } from './library-files.ts';
