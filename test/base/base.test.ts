import { describe, expect, it } from 'vitest';
import { deriveUuid, elementId, elementKind, parseUuid, qualifiedName, sortedBy } from '#core/base';

describe('ids', () => {
  it('are the same for the same fabric and name, and different across fabrics', () => {
    expect(deriveUuid('lab', 'port:demo.vm-1.net-1')).toBe(deriveUuid('lab', 'port:demo.vm-1.net-1'));
    expect(deriveUuid('lab', 'port:demo.vm-1.net-1')).not.toBe(deriveUuid('prod', 'port:demo.vm-1.net-1'));
    expect(parseUuid(deriveUuid('lab', 'x'))).toBe(deriveUuid('lab', 'x'));
  });

  it('never change from one release to the next', () => {
    expect(deriveUuid('lab', 'network:demo.net-1')).toMatchInlineSnapshot(`"acadcf51-499c-5eea-aa86-c616050bf9c6"`);
  });

  it('name kind and qualified name', () => {
    const id = elementId('port', 'demo', 'vm-1', 'net-1');
    expect([id, elementKind(id), qualifiedName(id)]).toEqual(['port:demo.vm-1.net-1', 'port', 'demo.vm-1.net-1']);
  });

  it('refuse what is not a whole UUID', () => {
    expect(parseUuid('95d96a75-a0')).toBeUndefined();
    expect(parseUuid('95D96A75-A000-4000-8000-000000000001')).toBe('95d96a75-a000-4000-8000-000000000001');
  });
});

describe('sortedBy', () => {
  it('orders by the first key, then the second, by code unit', () => {
    const rows = [
      { a: 2, b: 'x' },
      { a: 1, b: 'b' },
      { a: 1, b: 'B' },
    ];
    expect(
      sortedBy(
        rows,
        (row) => row.a,
        (row) => row.b,
      ).map((row) => row.b),
    ).toEqual(['B', 'b', 'x']);
  });
});
