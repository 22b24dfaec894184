export { libraryFile } from './library-file.ts';
