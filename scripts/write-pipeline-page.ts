import { writeFileSync } from 'node:fs';
import { pipelinePage } from './pipeline-page.ts';

writeFileSync(new URL('../docs/pipeline.md', import.meta.url), pipelinePage());
