/** A topology of as many nodes in the shape of containerlab's YAML: what another editor for networks is given to check. */
export function generateContainerlab(nodes: number): string {
  const entries = Array.from({ length: nodes }, (_, i) => {
    const n = i + 1;
    return `    node-${String(n)}:
      kind: ${KINDS[i % KINDS.length] ?? 'linux'}
      image: registry.example/node:1.0
      mgmt-ipv4: 172.16.${String(Math.floor(i / 250))}.${String((i % 250) + 2)}
      ports: [ "${String(10_000 + i)}:80" ]
      env: { ROLE: leaf }`;
  });
  const links = Array.from(
    { length: nodes - 1 },
    (_, i) => `    - endpoints: ["node-${String(i + 1)}:eth1", "node-${String(i + 2)}:eth2"]`,
  );
  return ['name: bench', 'topology:', '  nodes:', ...entries, '  links:', ...links, ''].join('\n');
}

const KINDS = ['linux', 'bridge', 'router'];

/** A JSON schema that such a file is checked with, as strict as the real one where the two overlap. */
export const CONTAINERLAB_SCHEMA = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  type: 'object',
  required: ['name', 'topology'],
  additionalProperties: false,
  properties: {
    name: { type: 'string', minLength: 1 },
    topology: {
      type: 'object',
      additionalProperties: false,
      properties: {
        nodes: { type: 'object', patternProperties: { '^[A-Za-z0-9-]+$': { $ref: '#/definitions/node' } }, additionalProperties: false },
        links: { type: 'array', items: { $ref: '#/definitions/link' } },
      },
    },
  },
  definitions: {
    node: {
      type: 'object',
      additionalProperties: false,
      properties: {
        kind: { type: 'string', enum: KINDS, description: 'What the node runs.' },
        image: { type: 'string', description: 'The image it is started from.' },
        'mgmt-ipv4': { type: 'string', pattern: '^\\d{1,3}(\\.\\d{1,3}){3}$' },
        ports: { type: 'array', items: { type: 'string', pattern: '^\\d+:\\d+$' } },
        env: { type: 'object', additionalProperties: { type: 'string' } },
        group: { type: 'string' },
      },
    },
    link: {
      type: 'object',
      required: ['endpoints'],
      properties: { endpoints: { type: 'array', minItems: 2, maxItems: 2, items: { type: 'string', pattern: '^[^:]+:[^:]+$' } } },
    },
  },
};
