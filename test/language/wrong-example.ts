import { readFileSync } from 'node:fs';
import type { FindingCode } from '#core/diagnostics';

/** The wrong example of a finding's page; empty where the page has none that is a model. */
export function wrongExample(code: FindingCode): string {
  const page = readFileSync(`docs/findings/${code}.md`, 'utf8');
  return /## Wrong\s+```ostopo\n([\s\S]*?)```/.exec(page)?.[1] ?? '';
}
