import { expect, test } from 'vitest';
import { checkFindings } from './read.ts';

test('an expectation that nothing arrives names no way, and counts without it', () => {
  const { topology } = checkFindings(`fabric f
host h-[1..2] { roles compute }
tenant t { network n  vm v on h-1 { port n }  vm w on h-2 { port n } }
expect v never reaches w via h-2
                             ^^^ OST1014 \`via h-2\` contradicts \`never reaches\` and does not count, remove it
expect v reaches w via h-2
`);
  expect(topology.expectations).toMatchObject([
    { id: 'expect:v never reaches w', never: true, via: undefined },
    { id: 'expect:v reaches w via h-2', via: 'host:h-2' },
  ]);
});
