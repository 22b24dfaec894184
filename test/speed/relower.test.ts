import { describe, expect, it } from 'vitest';
import { generateModel } from '#bench';
import { analyse } from '#core/plan';
import { createRandom, exampleTexts, withRandomEdit, withWordReplaced } from '#test/random-text';
import { describeAlone, describeModel, openText } from './remembering.ts';

/** Tenants that look at each other in every way there is. */
const ENTANGLED = `host h-[1..3] { roles compute, network  tunnel-ip 10.9.0.[1..3] }
tenant a {
  network open { shared  subnet open-4 10.0.0.0/24 }
  network some { shared with b  subnet some-4 10.1.0.0/24 }
  network own { subnet own-4 10.2.0.0/24 }
  vm one on h-1 { port own }
  vm two-[1..2] on h-2 { port open  port own }
  expect one reaches only-b
}
tenant b {
  network own { subnet own-4 10.3.0.0/24 }
  vm only-b on h-1, h-2 { port open }
  vm one on h-3 { port some  port a.own as x }
  router r { interface open-4  interface own-4  interface a.some-4 }
  floating-ip 192.0.2.1 to one
  expect a.one never reaches one
}
tenant c-[1..2] {
  network own { subnet own-4 10.4.0.0/24 }
  vm one on h-1 { port own  port some }
  expect only-b reaches one with tcp 80 via h-1
}
tenant a-b { network own { subnet own-4 10.5.0.0/24 }  vm lost on h-4 { port own }  expect one reaches lost }
expect only-b reaches a.one
`;

describe('reading the next version of a text', () => {
  const texts = [...exampleTexts(), generateModel({ ports: 40, portsPerTenant: 8 }), ENTANGLED, ENTANGLED];

  it.each(texts.map((text, i) => [i, text] as const))(
    'gives what reading it alone gives, whatever the edits (text %i)',
    { timeout: 60_000 },
    (example, original) => {
      for (let seed = 1; seed <= 8; seed++) {
        const random = createRandom(seed * 100 + example);
        const editor = openText(original);
        editor.read();
        for (let step = 0; step < 5; step++) {
          editor.change((step % 2 === 0 ? withWordReplaced : withRandomEdit)(editor.text(), random));
          expect(describeModel(editor.read(), editor.plan), `seed ${String(seed)}, step ${String(step)}:\n${editor.text()}`).toEqual(
            describeAlone(editor.text()),
          );
        }
      }
    },
  );

  it.each([
    ['network own { subnet own-4 10.2', 'network owned { subnet own-4 10.2'],
    ['network own { subnet own-4 10.2', 'network own { shared subnet own-4 10.2'],
    ['vm one on h-1 { port own }', 'vm only-b on h-1 { port own }'],
    ['vm one on h-1 { port own }', 'vm lots on h-1 { port own }'],
    ['shared with b ', 'shared with c-1 '],
    ['vm only-b on', 'vm only-c on'],
    ['vm two-[1..2]', 'vm lost-[1..2]'],
    ['open { shared ', 'open { '],
    ['subnet some-4', 'subnet open-5'],
    ['host h-[1..3] {', 'host h-[1..4] {'],
  ])('notices what %s → %s means to other tenants', (from, to) => {
    const editor = openText(ENTANGLED);
    editor.read();
    editor.change(ENTANGLED.replace(from, to));
    expect(describeModel(editor.read(), editor.plan)).toEqual(describeAlone(editor.text()));
  });

  it.each([
    ['a letter inside a VM', 'listens tcp 80, 443', 'listens tcp 80, 4431', 1, 4],
    ['a VM more', '  vm vm-7 on', '  vm vm-new on hv-1 { port net-1 }\n  vm vm-7 on', 2, 8],
    ['a network that is shared', 'network net-1 {', 'network net-1 { shared', 4, 12],
    ['the name of a host', 'host hv-2 {', 'host hv-9 {', 4, 12],
    ['the end of a tunnel', 'tunnel-ip 172.16.1.2', 'tunnel-ip 172.16.1.9', 0, 0],
  ])('lowers and plans anew what depends on %s, and no more', (_what, from, to, tenants, networks) => {
    const text = generateModel({ ports: 30, portsPerTenant: 10 });
    const editor = openText(text);
    editor.read();
    const inSecond = text.indexOf('tenant t2');
    const at = text.indexOf(from, from.startsWith('host') || from.startsWith('tunnel') ? 0 : inSecond);
    const plan = () => analyse(editor.read().topology, [], { memory: editor.plan });
    plan();
    const [before, plannedBefore] = [editor.memory.loweredTenants, editor.plan.plannedNetworks];
    editor.change(text.slice(0, at) + text.slice(at).replace(from, to));
    plan();
    expect(editor.memory.loweredTenants - before).toBe(tenants);
    expect(editor.plan.plannedNetworks - plannedBefore).toBe(networks);
  });
});
