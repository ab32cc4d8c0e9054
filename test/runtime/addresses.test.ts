import { describe, expect, it } from '@jest/globals';
import {
  addressList,
  canonicalAddress,
  customerOf,
  isPublicAddress,
  networkOf,
} from '../../runtime/addresses.ts';

describe('addresses', () => {
  it.each([
    ['127.0.0.1', '127.0.0.1'],
    ['::ffff:127.0.0.1', '127.0.0.1'],
    ['::ffff:7f00:1', '127.0.0.1'],
    ['0:0:0:0:0:ffff:7f00:0001', '127.0.0.1'],
    ['2001:DB8:0:0::1', '2001:db8::1'],
    ['fe80::1%eth0', 'fe80::1'],
    ['[::1]', '::1'],
    ['::', '::'],
    ['localhost', null],
    ['1.2.3', null],
    ['', null],
  ])('%s is %s', (text, canonical) => {
    expect(canonicalAddress(text)).toBe(canonical);
  });

  it.each([
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '127.0.0.1',
    '127.255.255.254',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.0.0.170',
    '192.168.1.1',
    '198.19.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:10.0.0.1',
    '::ffff:a9fe:a9fe',
    '::10.0.0.1',
    '64:ff9b::7f00:1',
    '64:ff9b:1::1',
    'fc00::1',
    'fd12::1',
    'fe80::1',
    'fec0::1',
    'ff02::1',
    '2001::1',
    '2001:db8::1',
    '2002:7f00:1::1',
    'not an address',
  ])('%s is not of the public internet', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  it.each(['1.1.1.1', '172.32.0.1', '100.128.0.1', '223.255.255.255', '2606:4700::1111', '240e::1'])(
    '%s is',
    (address) => {
      expect(isPublicAddress(address)).toBe(true);
    },
  );

  it('belong to their network, whatever lies behind its bits', () => {
    expect(customerOf('2001:db8:1:2:aaaa::1')).toBe('2001:db8:1:2::/64');
    expect(customerOf('2001:db8:1:2:bbbb::9')).toBe('2001:db8:1:2::/64');
    expect(customerOf('2001:db8:1:3::1')).not.toBe(customerOf('2001:db8:1:2::1'));
    expect(customerOf('::ffff:192.0.2.7')).toBe('192.0.2.7/32');
    expect(networkOf('192.0.2.7', { ipv4: 24, ipv6: 48 })).toBe('192.0.2.0/24');
    expect(networkOf('192.0.2.255', { ipv4: 25, ipv6: 48 })).toBe('192.0.2.128/25');
  });
});

describe('a list of addresses', () => {
  it('holds addresses and networks of both kinds', () => {
    const listed = addressList(['10.0.0.1', '172.30.0.0/16', '2001:db8::/32', '::1']);
    expect(['10.0.0.1', '::ffff:10.0.0.1', '172.30.255.9', '2001:db8:ff::1', '::1'].map(listed)).toEqual(
      Array(5).fill(true),
    );
    expect(['10.0.0.2', '172.31.0.1', '2001:db9::1', 'nonsense', ''].map(listed)).toEqual(
      Array(5).fill(false),
    );
  });

  it.each(['true', '10.0.0.0/33', '10.0.0.0/', '10.0.0.0/8/8', '::1/129', ''])('refuses %j', (entry) => {
    expect(() => addressList([entry])).toThrow(RangeError);
  });
});
