import { expect, test } from 'vitest';
import { type CompiledFabric, compileEach } from '#core/compile';
import { streamHostScripts, writeHostScripts } from '#core/compile/script';
import { compileText, ping } from '../trace/cloud.ts';

const HOSTS = Array.from({ length: 6 }, (_, i) => `host hv-${String(i + 1)} { roles compute  tunnel-ip 172.16.0.${String(i + 2)} }\n`);
const CLOUD = `
fabric f { underlay 172.16.0.0/24 { mtu 1600 }  l2-population on  arp-responder on  firewall openvswitch }
host net-1 { roles network  tunnel-ip 172.16.0.1 }
${HOSTS.join('')}
tenant demo {
  security-group open { allow ingress }
  network n { subnet s 10.0.0.0/24 { dhcp off } }
  vm a on hv-1 { port n { security open } }
  vm b on hv-2 { port n { security open } }
  ${HOSTS.map((_, i) => `vm more-${String(i)} on hv-${String(i + 1)} { port n { security open } }`).join('\n')}
}
`;

/** The fabric, and the bridges whose flows somebody looked at. */
function watched(fabric: CompiledFabric): { readonly fabric: CompiledFabric; readonly seen: Set<string> } {
  const seen = new Set<string>();
  const hosts = fabric.hosts.map((host) => ({
    ...host,
    bridges: host.bridges.map((bridge) => ({
      plan: bridge.plan,
      get flows() {
        seen.add(`${host.plan.name} ${bridge.plan.name}`);
        return bridge.flows;
      },
      meters: [],
    })),
  }));
  return { fabric: { ...fabric, hosts }, seen };
}

test('a packet costs no more than the bridges it meets', () => {
  const { fabric, seen } = watched(compileText(CLOUD).compiled);
  expect(ping(fabric, 'a', 'b').verdict).toBe('delivered');
  expect([...seen].sort()).toEqual(['hv-1 br-int', 'hv-1 br-tun', 'hv-2 br-int', 'hv-2 br-tun']);
});

test('flows and rules are the same whenever they are looked at, and made once', () => {
  const { compiled } = compileText(CLOUD);
  const again = compileText(CLOUD).compiled;
  const backwards = [...again.hosts].reverse().map(({ bridges }) => [...bridges].reverse().map(({ flows }) => flows));
  expect(compiled.hosts.map(({ bridges }) => bridges.map(({ flows }) => flows))).toEqual(
    backwards.reverse().map((flows) => flows.reverse()),
  );
  for (const { bridges } of compiled.hosts) for (const bridge of bridges) expect(bridge.flows).toBe(bridge.flows);
});

test('files are written host after host, each compiled when it is its turn, and are the same', () => {
  const { compiled } = compileText(CLOUD);
  const { deployment } = compiled;
  const begun: string[] = [];
  function* hosts() {
    for (const host of compileEach(deployment)) {
      begun.push(host.plan.name);
      yield host;
    }
  }
  const files = new Map<string, string>();
  for (const [path, text] of streamHostScripts(deployment, hosts())) {
    if (path !== 'manifest.json') expect(begun.at(-1)).toBe(path.split('/')[0]);
    files.set(path, text);
  }
  expect([...files]).toEqual([...writeHostScripts(compiled)]);
});
