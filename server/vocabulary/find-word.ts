import * as file from './file-words.ts';
import * as tenant from './tenant-words.ts';
import type { Word, Words } from './word.ts';

/** The words of each kind of block, by the type of its syntax node. */
const BLOCKS: Readonly<Record<string, Words>> = {
  Model: file.FILE_WORDS,
  Fabric: file.FABRIC_WORDS,
  Overlay: file.OVERLAY_WORDS,
  Underlay: file.UNDERLAY_WORDS,
  Physical: file.PHYSICAL_WORDS,
  HighAvailability: file.HA_WORDS,
  Host: file.HOST_WORDS,
  Bridge: file.BRIDGE_WORDS,
  Sriov: file.SRIOV_WORDS,
  Tenant: { ...tenant.TENANT_WORDS, ...pick(file.FILE_WORDS, 'expect') },
  Network: tenant.NETWORK_WORDS,
  Subnet: tenant.SUBNET_WORDS,
  Dhcp: tenant.DHCP_WORDS,
  Router: tenant.ROUTER_WORDS,
  RouterInterface: tenant.INTERFACE_WORDS,
  RouterExternal: tenant.EXTERNAL_WORDS,
  SecurityGroup: tenant.SECURITY_GROUP_WORDS,
  Vm: tenant.VM_WORDS,
  VmPort: tenant.PORT_WORDS,
  Qos: tenant.QOS_WORDS,
  FloatingIp: tenant.FLOATING_IP_WORDS,
};

/** Finds what a keyword means inside a block, named by the type of the block's syntax node; `undefined` for words inside a statement. */
export function findWord(blockType: string, keyword: string): Word | undefined {
  const words = BLOCKS[blockType];
  return words && Object.hasOwn(words, keyword) ? words[keyword] : undefined;
}

/** Sorts the words of a block as the vocabulary has them: what is needed first comes first, `id` last. */
export function sortKey(blockType: string, keyword: string): string {
  return String(blockWords(blockType).indexOf(keyword)).padStart(2, '0');
}

/** The words of a block, as the vocabulary has them. */
export function blockWords(blockType: string): readonly string[] {
  return Object.keys(BLOCKS[blockType] ?? {});
}

/** What a word states in as many words as fit on a line of a list. */
export function gist({ means }: Pick<Word, 'means'>): string {
  return /^.*?(?=[:;.,] |\.$|$)/.exec(means)?.[0] ?? means;
}

/** Every block type and its keywords, for checking them against the grammar. */
export function listWords(): { readonly blockType: string; readonly keyword: string }[] {
  return Object.entries(BLOCKS).flatMap(([blockType, words]) => Object.keys(words).map((keyword) => ({ blockType, keyword })));
}

function pick(words: Words, keyword: string): Words {
  const word = words[keyword];
  return word ? { [keyword]: word } : {};
}
