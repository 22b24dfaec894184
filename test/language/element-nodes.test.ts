// The way from syntax nodes to elements, which is made tenant by tenant, against the way back, which the language keeps.
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { AstUtils } from 'langium';
import { describe, expect, it } from 'vitest';
import { elementId, groupBy } from '#core/base';
import { indexTopology } from '#core/model';
import { TenantMemory, createElementNodes, createOstopoReader, parseOstopo, readDocument } from '#language';
import { WHOLE_VOCABULARY } from '#test/whole-vocabulary';

const examples = path.resolve(import.meta.dirname, '../../examples');
const files = readdirSync(examples).filter((file) => file.endsWith('.ostopo'));

const REPEATED = `
host hv-[1..3] { role compute }
tenant t-[1..3] {
  network net { subnet lan 10.0.0.0/24 }
  vm vm-[1..12] on hv-1 { port net }
}
tenant other { network net { subnet lan 10.0.0.0/24 } }
`;

function expectBothWays(model: ReturnType<typeof parseOstopo>): void {
  const nodes = createElementNodes(model);
  const expected = groupBy(indexTopology(model.topology).keys(), model.astOf);
  for (const node of AstUtils.streamAst(model.document.parseResult.value)) {
    expect([node.$type, [...nodes.get(node)].sort()]).toEqual([node.$type, [...(expected.get(node) ?? [])].sort()]);
  }
}

describe('the elements of a syntax node', () => {
  it.each([
    ...files.map((file) => ({ what: file, text: readFileSync(path.join(examples, file), 'utf8') })),
    { what: 'the whole vocabulary', text: WHOLE_VOCABULARY },
  ])('are those whose node it is, in $what', ({ text }) => {
    expectBothWays(parseOstopo(text));
  });

  it('are found for blocks of repeated tenants, in the order of their names', () => {
    const model = parseOstopo(REPEATED);
    expectBothWays(model);
    const { topology, astOf } = model;
    const [first] = topology.vms;
    const node = first && astOf(first.id);
    expect(node && createElementNodes(model).get(node)).toEqual(topology.vms.map(({ id }) => id));
  });

  it('are indexed anew only in tenants that are read anew', () => {
    const memory = new TenantMemory();
    const { document } = createOstopoReader().read(REPEATED);
    const [one, two] = [readDocument(document, undefined, memory), readDocument(document, undefined, memory)];
    const node = one.astOf(elementId('network', 'other', 'net'));
    const found = node && createElementNodes(one).get(node);
    expect(found).toEqual(['network:other.net']);
    expect(node && createElementNodes(two).get(node)).toBe(found);
  });
});
