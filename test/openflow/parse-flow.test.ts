import { describe, expect, it } from 'vitest';
import { parseFlow, parseMatch, printFlow } from '#core/openflow';

function printed(text: string): string {
  const parsed = parseFlow(text);
  return parsed.kind === 'parsed' ? printFlow(parsed.value) : `${parsed.problem.column}: ${parsed.problem.message}`;
}

describe('parseFlow', () => {
  // what Open vSwitch 3.1 printed after `replace-flows -O OpenFlow13` of the left side
  it.each([
    ['table=1,priority=5,dl_vlan=0xffff,actions=drop', 'table=1, priority=5,vlan_tci=0x0000/0x1fff actions=drop'],
    ['table=1,priority=6,vlan_tci=0x1000/0x1000,actions=drop', 'table=1, priority=6,vlan_tci=0x1000/0x1000 actions=drop'],
    ['table=1,priority=7,dl_vlan=5,dl_vlan_pcp=3,actions=drop', 'table=1, priority=7,dl_vlan=5,dl_vlan_pcp=3 actions=drop'],
    ['table=1,priority=8,dl_vlan_pcp=3,actions=drop', 'table=1, priority=8,dl_vlan_pcp=3 actions=drop'],
    [
      'table=1,priority=9,vlan_tci=0x0007/0x0fff,dl_dst=fa:16:3e:00:00:09,hard_timeout=300,actions=load:0->NXM_OF_VLAN_TCI[],load:0x3e9->NXM_NX_TUN_ID[],output:2',
      'table=1, hard_timeout=300, priority=9,vlan_tci=0x0007/0x0fff,dl_dst=fa:16:3e:00:00:09 actions=load:0->NXM_OF_VLAN_TCI[],load:0x3e9->NXM_NX_TUN_ID[],output:2',
    ],
    [
      'table=1,priority=10,actions=mod_vlan_vid:7,output:2',
      'table=1, priority=10 actions=push_vlan:0x8100,set_field:4103->vlan_vid,output:2',
    ],
    [
      'table=1,priority=11,dl_vlan=3,actions=mod_vlan_vid:7,output:2,mod_dl_src:00:00:00:00:00:01,strip_vlan,set_tunnel:5',
      'table=1, priority=11,dl_vlan=3 actions=set_field:4103->vlan_vid,output:2,set_field:00:00:00:00:00:01->eth_src,pop_vlan,set_field:0x5->tun_id',
    ],
    [
      'table=1,actions=output:LOCAL,controller,flood,all,in_port,normal',
      'table=1, actions=LOCAL,CONTROLLER:65535,FLOOD,ALL,IN_PORT,NORMAL',
    ],
    [
      'table=1,tcp,tp_dst=80,nw_tos=64,nw_ecn=1,nw_ttl=3,actions=set_field:3->nw_ttl,set_field:3->ip_dscp,mod_nw_tos:8,set_field:0x10/0xf0->reg1,load:5->NXM_NX_REG1[3..6],set_field:0->reg2',
      'table=1, tcp,nw_tos=64,nw_ecn=1,nw_ttl=3,tp_dst=80 actions=set_field:3->nw_ttl,set_field:3->ip_dscp,set_field:2->ip_dscp,load:0x1->NXM_NX_REG1[4..7],load:0x5->NXM_NX_REG1[3..6],set_field:0->reg2',
    ],
    [
      'table=1,tun_src=1.2.3.4,pkt_mark=7/0xf,metadata=5,tun_id=0x4/0xc,reg1=0x5/0xf,in_port=LOCAL,dl_src=fa:16:3e:00:00:01,icmp,icmp_type=8,icmp_code=0,ct_state=+trk,ct_zone=5,ct_mark=3,conj_id=5,actions=drop',
      'table=1, pkt_mark=0x7/0xf,conj_id=5,ct_state=+trk,ct_zone=5,ct_mark=0x3,icmp,reg1=0x5/0xf,tun_id=0x4/0xc,tun_src=1.2.3.4,metadata=0x5,in_port=LOCAL,dl_src=fa:16:3e:00:00:01,icmp_type=8,icmp_code=0 actions=drop',
    ],
    ['table=2,dl_type=0x88cc,actions=drop', 'table=2, dl_type=0x88cc actions=drop'],
    [
      'table=2,arp,arp_op=1,arp_sha=00:00:00:00:00:01,arp_tha=00:00:00:00:00:02,nw_src=10.0.0.0/255.0.255.0,nw_dst=1.2.3.4,actions=resubmit(1,2),resubmit:3,resubmit(,4)',
      'table=2, arp,arp_spa=10.0.0.0/255.0.255.0,arp_tpa=1.2.3.4,arp_op=1,arp_sha=00:00:00:00:00:01,arp_tha=00:00:00:00:00:02 actions=resubmit(1,2),resubmit:3,resubmit(,4)',
    ],
    [
      'table=2,icmp6,icmp_type=135,nd_target=fe80::1,nd_sll=00:00:00:00:00:01,actions=learn(table=20,NXM_OF_VLAN_TCI[0..11],eth_dst=00:00:00:00:00:01,load:3->NXM_NX_REG1[0..3],output:NXM_NX_REG0[],priority=3,idle_timeout=4,dl_type=0x800,nw_src=1.2.3.4)',
      'table=2, icmp6,icmp_type=135,nd_target=fe80::1,nd_sll=00:00:00:00:00:01 actions=learn(table=20,idle_timeout=4,priority=3,NXM_OF_VLAN_TCI[0..11],eth_dst=00:00:00:00:00:01,load:0x3->NXM_NX_REG1[0..3],output:NXM_NX_REG0[],eth_type=0x800,ip_src=1.2.3.4)',
    ],
    [
      'table=2,ip,nw_proto=99,actions=set_field:ff:ff:ff:ff:ff:ff/01:00:00:00:00:00->eth_dst,set_field:1.2.3.4->ip_src',
      'table=2, ip,nw_proto=99 actions=load:0x1->NXM_OF_ETH_DST[40],set_field:1.2.3.4->ip_src',
    ],
    [
      'table=1,ip,actions=ct(commit,zone=NXM_NX_REG6[0..15],exec(load:0x1->NXM_NX_CT_MARK[],set_field:3/7->ct_mark))',
      'table=1, ip actions=ct(commit,zone=NXM_NX_REG6[0..15],exec(load:0x1->NXM_NX_CT_MARK[],load:0x3->NXM_NX_CT_MARK[0..2]))',
    ],
    ['table=1,ip,actions=ct(zone=0),ct(table=3,zone=5,force,commit)', 'table=1, ip actions=ct(),ct(commit,force,table=3,zone=5)'],
    ['table=1,actions=ct_clear,set_queue:5,controller:0', 'table=1, actions=ct_clear,set_queue:5,CONTROLLER:0'],
    ['table=1,actions=meter:4,controller(max_len=12)', 'table=1, actions=meter:4,CONTROLLER:12'],
    ['table=1,actions=conjunction(5,1/2),conjunction(0x6,2/2)', 'table=1, actions=conjunction(5,1/2),conjunction(6,2/2)'],
    ['table=1,sctp,sctp_dst=0x10/0xfff0,actions=drop', 'table=1, sctp,tp_dst=0x10/0xfff0 actions=drop'],
    ['table=1,sctp6,tp_src=4,actions=set_field:5->sctp_dst', 'table=1, sctp6,tp_src=4 actions=set_field:5->sctp_dst'],
    ['actions=resubmit(LOCAL,5),resubmit:65534,output:65534,65533', 'actions=resubmit(LOCAL,5),resubmit:LOCAL,LOCAL,CONTROLLER:65535'],
  ])('prints %s in normal form', (text, normal) => {
    expect(printed(text)).toBe(normal);
  });

  it('reads a line with cookie and statistics', () => {
    const line =
      ' cookie=0x5, duration=1.2s, table=20, n_packets=1, n_bytes=98, hard_timeout=300, idle_age=1, priority=1,vlan_tci=0x0001/0x0fff,dl_dst=fa:16:3e:72:ad:53 actions=output:2';
    expect(printed(line)).toBe('table=20, hard_timeout=300, priority=1,vlan_tci=0x0001/0x0fff,dl_dst=fa:16:3e:72:ad:53 actions=output:2');
  });

  it.each([
    ['priority=1,in_prot=5,actions=drop', '12: unknown field "in_prot"'],
    ['priority=1,in_port=x,actions=drop', '20: expected a port number for in_port, found "x"'],
    ['priority=1,arp_spa=10.0.0.1,actions=drop', '12: arp_spa needs a match on arp or rarp'],
    ['priority=1,tp_dst=80,actions=drop', '12: tp_dst needs a match on tcp, udp or sctp, or on tcp6, udp6 or sctp6'],
    ['dl_vlan=5,vlan_tci=6/0xfff,actions=drop', '11: vlan_tci is matched twice with different values'],
    ['priority=70000,actions=drop', '10: expected a number from 0 to 65535, found "70000"'],
    ['priority=1,in_port=5', '21: expected actions='],
    ['actions=fly:5', '9: unknown action "fly"'],
    ['actions=output:2,drop', '18: "drop" must not be accompanied by any other action'],
    ['actions=load:0x1ffff->NXM_OF_VLAN_TCI[]', '14: 0x1ffff does not fit 16 bits'],
    ['actions=move:NXM_OF_ETH_SRC[]->NXM_OF_IP_SRC[]', '14: move needs equal widths, found 48 and 32 bits'],
    ['actions=learn(table=2', '22: expected a closing parenthesis before the end'],
    ['actions=load:1->NXM_NX_REG1[30..32]', '17: reg1 has the bits 0 to 31, found [30..32]'],
    ['ip,nw_src=10.0.0.0/33,actions=drop', '20: a prefix length of nw_src is at most 32, found 33'],
    ['dl_type=0x0800/0xff00,actions=drop', '15: dl_type takes no mask'],
    ['actions=set_field:1->ct_mark', '22: ct_mark is set inside ct(…) only'],
    ['actions=ct(force)', '12: ct with force needs commit'],
    ['actions=ct(exec(set_field:1->ct_mark))', '12: ct with exec needs commit'],
    ['actions=ct(commit,exec(load:1->NXM_NX_REG1[]))', '24: inside ct(…) only ct_mark is set, found reg1'],
    ['actions=ct(zone=NXM_NX_REG6[])', '17: a zone has 16 bits, found 32'],
    ['actions=ct(commit,foo)', '19: unknown argument "foo" of ct'],
    ['actions=conjunction(1,3/2)', '21: expected a number from 1 to 2, found "3"'],
    ['actions=conjunction(1,1/2),output:1', '9: conjunction stands with no other action'],
    ['actions=meter:0', '15: expected a number from 1 to 4294901760, found "0"'],
  ])('refuses %s', (text, problem) => {
    expect(printed(text)).toBe(problem);
  });

  it('keeps what it does not follow as text', () => {
    const parsed = parseFlow('table=72,ip,actions=ct(commit,nat(src=1.2.3.4)),resubmit(,92)');
    expect(parsed).toMatchObject({
      value: {
        actions: [
          { kind: 'unsupported', text: 'ct(commit,nat(src=1.2.3.4))' },
          { kind: 'resubmit', table: 92 },
        ],
      },
    });
  });
});

describe('parseMatch', () => {
  it('reads the keys of ofproto/trace', () => {
    expect(parseMatch('in_port=5,tun_id=0x16,dl_vlan=1,icmp,nw_src=10.0.0.1')).toMatchObject({
      kind: 'parsed',
      value: [
        { field: 'eth_type', value: 0x800n },
        { field: 'ip_proto', value: 1n },
        { field: 'tun_id', value: 0x16n },
        { field: 'in_port', value: 5n },
        { field: 'vlan_tci', value: 0x1001n, mask: 0x1fffn },
        { field: 'ip_src', value: 0x0a000001n },
      ],
    });
  });

  it('drops a field whose mask covers nothing', () => {
    expect(parseMatch('ip,nw_src=0.0.0.0/0')).toMatchObject({ value: [{ field: 'eth_type' }] });
  });
});
