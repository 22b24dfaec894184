import { type IpAddress, printAddress } from '#core/net';
import type { MetadataProxyPlan } from '#core/plan';
import { oneLine } from './shell-quote.ts';

/**
 * haproxy's configuration as metadata proxy (neutron-dataplane 7.2, 8.3): it says in a header whose namespace it is in, and the metadata agent behind the socket tells by
 * that and by the guest's address which VM asks. A guest cannot say so itself.
 */
export function haproxyConfiguration({ addresses, device, port, header, id }: MetadataProxyPlan): string {
  const other = header === 'X-Neutron-Router-ID' ? 'X-Neutron-Network-ID' : 'X-Neutron-Router-ID';
  const binds = addresses.length === 0 ? [`:::${port} v4v6`] : addresses.map((address) => bindAddress(address, port, device));
  return `global
  maxconn 1024

defaults
  mode http
  option forwardfor
  option http-server-close
  retries 3
  timeout connect 30s
  timeout client 32s
  timeout server 32s
  timeout http-request 30s
  timeout http-keep-alive 30s

listen metadata
${binds.map((bind) => `  bind ${bind}\n`).join('')}  http-request del-header ${other}
  http-request set-header ${oneLine(header)} ${oneLine(id)}
  server agent unix@"\${OSTOPO_STATE}/metadata_proxy"
`;
}

/** A link-local address is one only together with its device. */
function bindAddress(address: IpAddress, port: number, device: string | undefined): string {
  const at = `${printAddress(address)}:${port}`;
  return address.version === 6 && device !== undefined ? `${at} interface ${oneLine(device)}` : at;
}
