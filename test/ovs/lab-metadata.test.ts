import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LabState, labDown, labUp, runOnHost } from '#lab';
import { compileText, inGuest } from './lab-fixture.ts';
import { whyNoLab } from './lab-machine.ts';

const why = whyNoLab();
if (why !== undefined) console.log(`no metadata on real Open vSwitch: ${why}`);

const root = mkdtempSync(path.join(tmpdir(), 'ostopo-lab-metadata-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const cloud = (options: string) =>
  compileText(`
fabric meta { ${options} overlay vxlan { vni 1..1000 }  underlay 192.168.255.0/24 { mtu 1600 }  firewall openvswitch }
host net { roles network, control  tunnel-ip 192.168.255.2 }
host hv { roles compute  tunnel-ip 192.168.255.3 }
tenant demo {
  network routed { vni 22  subnet routed-v4 10.0.1.0/24 }
  network alone { vni 23  subnet alone-v4 10.0.2.0/24 { gateway none }  subnet alone-v6 fd00:2::/64 }
  router edge { interface routed-v4 }
  vm one on hv { port routed { ip 10.0.1.9 } }
  vm two on hv { port alone { ip 10.0.2.9 } }
}
`).compiled;

/** In place of Neutron's metadata agent: answers every request with the path and the headers it came with. Argument: the socket. */
const AGENT = `
require('node:http')
  .createServer(({ url, headers }, response) => response.end(JSON.stringify({ url, headers })))
  .listen(process.argv[1]);`;

const START_AGENT = `
setsid "$1" -e "$2" "$OSTOPO_STATE/metadata_proxy" </dev/null >/dev/null 2>&1 &
for _ in {1..100}; do
  [ -S "$OSTOPO_STATE/metadata_proxy" ] && exit 0
  sleep 0.05
done
exit 1`;

/** Until a guest may use its link-local address: it asks first whether it is free. Argument: the guest's namespace. */
const SETTLE = `
for _ in {1..100}; do
  [ -n "$(ip -n "$1" -6 address show tentative)" ] || exit 0
  sleep 0.05
done
exit 1`;

/** Asks as a guest that claims to be behind another router and on another network. */
const ASK = `
const headers = { 'X-Neutron-Router-ID': 'forged', 'X-Neutron-Network-ID': 'forged' };
require('node:http')
  .get('http://169.254.169.254/latest/meta-data/hostname', { headers, timeout: 5000 }, (response) => response.pipe(process.stdout))
  .on('timeout', () => process.exit(1))
  .on('error', ({ code }) => { console.log(code); process.exit(1); });`;

describe.skipIf(why !== undefined)('metadata with a real haproxy', () => {
  const compiled = cloud('');
  let lab: LabState;

  beforeAll(async () => {
    lab = await labUp(compiled, { root });
    const started = await runOnHost(lab, 'net', ['bash', '-c', START_AGENT, 'start-agent', process.execPath, AGENT]);
    expect(started.exitCode).toBe(0);
  });
  afterAll(() => labDown('meta', root));

  it('a guest reaches it through the redirect of its router, which says who asks', async () => {
    const { stdout } = await inGuest(lab, 'hv', 'one', process.execPath, '-e', ASK);
    const { url, headers } = JSON.parse(stdout) as { url: string; headers: Record<string, string> };
    expect(url).toBe('/latest/meta-data/hostname');
    // haproxy listens for both versions on one socket, where Linux shows IPv4 addresses as mapped ones: so it does where Neutron binds it to `::`.
    expect(headers).toMatchObject({ 'x-neutron-router-id': compiled.deployment.routers[0]?.uuid, 'x-forwarded-for': '::ffff:10.0.1.9' });
    expect(headers).not.toHaveProperty('x-neutron-network-id');
  });

  it('the port of the proxy itself is closed to guests', async () => {
    const direct = ASK.replace('http://169.254.169.254/', 'http://10.0.1.1:9697/').replace('5000', '1500');
    expect((await inGuest(lab, 'hv', 'one', process.execPath, '-e', direct)).exitCode).toBe(1);
  });

  it('a network without a router has none, as Neutron leaves it unless told otherwise', async () => {
    const { exitCode, stdout } = await inGuest(lab, 'hv', 'two', process.execPath, '-e', ASK);
    expect([exitCode, stdout]).toEqual([1, 'ENETUNREACH\n']);
  });
});

describe.skipIf(why !== undefined)('metadata of a DHCP service with a real haproxy', () => {
  const compiled = cloud('isolated-metadata on');
  let lab: LabState;

  beforeAll(async () => {
    lab = await labUp(compiled, { root });
    const started = await runOnHost(lab, 'net', ['bash', '-c', START_AGENT, 'start-agent', process.execPath, AGENT]);
    const settled = await runOnHost(lab, 'hv', ['bash', '-c', SETTLE, 'settle', 'vm-demo.two']);
    expect([started.exitCode, settled.exitCode]).toEqual([0, 0]);
  });
  afterAll(() => labDown('meta', root));

  const networkOf = (name: string) => compiled.deployment.networks.find((network) => network.name === name)?.uuid;

  it.each([
    ['IPv4', '169.254.169.254', '10.0.2.9'],
    ['IPv6', 'fe80::a9fe:a9fe%eth0', /^fe80::/],
  ])('a guest without router reaches it over %s, and it says on which network the guest is', async (_version, host, from) => {
    const ask = ASK.replace("'http://169.254.169.254/latest/meta-data/hostname', {", `{ host: '${host}', path: '/latest',`);
    const { stdout } = await inGuest(lab, 'hv', 'two', process.execPath, '-e', ask);
    const { headers } = JSON.parse(stdout) as { headers: Record<string, string> };
    expect(headers['x-neutron-network-id']).toBe(networkOf('alone'));
    expect(headers['x-forwarded-for']).toMatch(from);
    expect(headers).not.toHaveProperty('x-neutron-router-id');
  });

  it('a guest behind a router still asks there', async () => {
    const { stdout } = await inGuest(lab, 'hv', 'one', process.execPath, '-e', ASK);
    const { headers } = JSON.parse(stdout) as { headers: Record<string, string> };
    expect(headers).toMatchObject({ 'x-neutron-router-id': compiled.deployment.routers[0]?.uuid });
  });

  it('setup.sh finds nothing to do any more', async () => {
    const { stdout, exitCode } = await runOnHost(lab, 'net', ['bash', '-c', 'bash /run/lab/net/setup.sh --check']);
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining('setup.sh would change nothing')]);
  });
});
