import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { compileText, ping } from './cloud.ts';

const [WRONG = '', RIGHT = ''] = [...readFileSync('docs/findings/OST4053.md', 'utf8').matchAll(/```ostopo\n([^]*?)```/g)].map(
  ([, text = '']) => text,
);

it.each(['none', 'openvswitch', 'iptables-hybrid'])(
  'a guest beside a standby reaches its router without egress-direct alone (firewall %s)',
  (firewall) => {
    const verdicts = [WRONG, RIGHT].map((text) => {
      const { compiled } = compileText(text.replace('fabric lab {', `fabric lab { firewall ${firewall} `));
      return ping(compiled, 'web', '10.0.1.1').verdict;
    });
    expect(verdicts).toEqual(['dropped', 'delivered']);
  },
);
