import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { known } from '#core/base';
import {
  type Prefix,
  createAddress,
  hasHostBits,
  isHostAddress,
  lastAddress,
  linkLocalAddress,
  netmask,
  parseAddress,
  parseInterfaceAddress,
  parseMac,
  prefixContains,
  prefixOf,
  prefixSize,
  prefixesOverlap,
  printAddress,
  printMac,
  printPrefix,
} from '#core/net';

function prefix(text: string): Prefix {
  return prefixOf(known(parseInterfaceAddress(text), text));
}

function address(text: string) {
  return known(parseAddress(text), text);
}

describe('addresses', () => {
  it('reads dotted quads and compressed IPv6, and prints them canonically', () => {
    expect(printAddress(address('192.168.255.15'))).toBe('192.168.255.15');
    expect(printAddress(address('2001:DB8:0:0:0:0:0:5'))).toBe('2001:db8::5');
    expect(address('10.0.0.1').value).toBe(0x0a000001n);
  });

  it.each(['10.0.1', '10.0.300.1', '010.0.0.1', '1.2.3.4.5', 'fe80::1%eth0', '', 'vm-1', '::g', '10.0.1.1 '])('refuses %j', (text) => {
    expect(parseAddress(text)).toBeUndefined();
  });

  it('prints and reads back every address', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, (1n << 32n) - 1n), (value) => {
        expect(address(printAddress(createAddress(4, value)))).toEqual({ version: 4, value });
      }),
    );
    fc.assert(
      fc.property(fc.bigInt(0n, (1n << 128n) - 1n), (value) => {
        expect(address(printAddress(createAddress(6, value)))).toEqual({ version: 6, value });
      }),
    );
  });
});

describe('prefixes', () => {
  it('keeps host bits as written and clears them in the prefix', () => {
    const written = known(parseInterfaceAddress('10.0.1.7/24'), 'prefix');
    expect(hasHostBits(written)).toBe(true);
    expect(printPrefix(prefixOf(written))).toBe('10.0.1.0/24');
    expect(hasHostBits(known(parseInterfaceAddress('10.0.1.0/24'), 'prefix'))).toBe(false);
  });

  it.each(['10.0.1.0', '10.0.1.0/33', '::/129', '10.0.1.0/', '/24', '10.0.1.0/24/8', '10.0.1.0/-1'])('refuses %j', (text) => {
    expect(parseInterfaceAddress(text)).toBeUndefined();
  });

  it('knows its mask, size and last address', () => {
    expect(printAddress(netmask(prefix('10.0.1.0/24')))).toBe('255.255.255.0');
    expect(prefixSize(prefix('10.0.1.0/24'))).toBe(256n);
    expect(printAddress(lastAddress(prefix('10.0.1.0/30')))).toBe('10.0.1.3');
    expect(prefixSize(prefix('0.0.0.0/0'))).toBe(1n << 32n);
  });

  it('overlaps exactly when one contains the other', () => {
    expect(prefixesOverlap(prefix('10.0.0.0/16'), prefix('10.0.1.0/24'))).toBe(true);
    expect(prefixesOverlap(prefix('10.0.1.0/24'), prefix('10.0.0.0/16'))).toBe(true);
    expect(prefixesOverlap(prefix('10.0.0.0/24'), prefix('10.0.1.0/24'))).toBe(false);
    expect(prefixesOverlap(prefix('0.0.0.0/0'), prefix('::/0'))).toBe(false);
    expect(prefixContains(prefix('10.0.1.0/24'), address('10.0.2.1'))).toBe(false);
  });

  it('gives hosts neither the network nor the broadcast address, except on /31 and /32', () => {
    const usable = (cidr: string, text: string) => isHostAddress(prefix(cidr), address(text));
    expect([usable('10.0.1.0/24', '10.0.1.0'), usable('10.0.1.0/24', '10.0.1.1'), usable('10.0.1.0/24', '10.0.1.255')]).toEqual([
      false,
      true,
      false,
    ]);
    expect([usable('10.0.1.0/31', '10.0.1.0'), usable('10.0.1.0/31', '10.0.1.1')]).toEqual([true, true]);
    expect([usable('2001:db8::/64', '2001:db8::'), usable('2001:db8::/64', '2001:db8::1')]).toEqual([false, true]);
  });
});

describe('MAC addresses', () => {
  it('prints and reads back every MAC', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, (1n << 48n) - 1n), (value) => {
        expect(parseMac(printMac(value))).toBe(value);
      }),
    );
  });

  it('makes the link-local address by modified EUI-64', () => {
    expect(printAddress(linkLocalAddress(known(parseMac('fa:16:3e:00:00:05'), 'mac')))).toBe('fe80::f816:3eff:fe00:5');
    expect(printAddress(linkLocalAddress(known(parseMac('fa:16:3e:c4:64:70'), 'mac')))).toBe('fe80::f816:3eff:fec4:6470');
  });

  it.each(['fa:16:3e', 'fa-16-3e-00-00-05', 'fa:16:3e:00:00:0g', ''])('refuses %j', (text) => {
    expect(parseMac(text)).toBeUndefined();
  });
});
