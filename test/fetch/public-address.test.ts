import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isPublicAddress, isPublicAnswer } from "../../src/fetch/public-address.ts";

test.for([
  "1.1.1.1",
  "8.8.8.8",
  "93.184.215.14",
  "203.0.114.1",
  "172.15.0.1",
  "172.32.0.1",
  "100.63.255.255",
  "2606:4700::1111",
  "2001:4860:4860::8888",
])("%s is public", (address) => expect(isPublicAddress(address)).toBe(true));

/** Addresses that are not for us, by the registry entry they fall under. */
const CLOSED: Readonly<Record<string, readonly string[]>> = {
  "this network": ["0.0.0.0", "0.1.2.3"],
  private: ["10.0.0.1", "10.255.255.255", "172.16.0.1", "172.31.255.255", "192.168.0.1", "192.168.255.255"],
  "shared address space": ["100.64.0.1", "100.127.255.255", "100.100.100.200"],
  loopback: ["127.0.0.1", "127.255.255.255", "::1"],
  "link-local": ["169.254.0.1", "169.254.169.254", "169.254.170.2", "fe80::1", "febf::1"],
  "protocol assignments": ["192.0.0.1", "192.0.0.192", "2001::1", "2001:1::1", "2001:1ff::1"],
  documentation: ["192.0.2.1", "198.51.100.1", "203.0.113.9", "2001:db8::1", "3fff::1"],
  "anycast and tunnels": [
    "192.88.99.1",
    "192.31.196.1",
    "192.52.193.1",
    "192.175.48.1",
    "2002:7f00:1::",
    "2001:0:7f00:1::",
  ],
  benchmarking: ["198.18.0.1", "198.19.255.255", "2001:2::1"],
  multicast: ["224.0.0.1", "239.255.255.255", "ff02::1", "ff0e::1"],
  "reserved and broadcast": ["240.0.0.1", "255.255.255.255"],
  "cloud metadata": ["168.63.129.16", "fd00:ec2::254", "fd20:ce::254"],
  "unique local and site-local": ["fc00::1", "fd12:3456::1", "fec0::1"],
  "wrapped IPv4": [
    "::",
    "::7f00:1",
    "::127.0.0.1",
    "::808:808",
    "::ffff:127.0.0.1",
    "::ffff:7f00:1",
    "::ffff:8.8.8.8",
    "::ffff:0:127.0.0.1",
  ],
  NAT64: ["64:ff9b::7f00:1", "64:ff9b::8.8.8.8", "64:ff9b:1::1", "64:ff9b:1:ffff::a00:1"],
  "ORCHID, drones, segment routing, discard": [
    "2001:10::1",
    "2001:20::1",
    "2001:30::1",
    "5f00::1",
    "100::1",
    "100:0:0:1::1",
  ],
  "never given out": ["4000::1", "8000::1", "fe00::1", "::1:0:0:0"],
};
describe.for(Object.entries(CLOSED))("%s", ([, addresses]) => {
  test.for([...addresses])("%s is not public", (address) => expect(isPublicAddress(address)).toBe(false));
});

test.for([
  "",
  "localhost",
  "127.1",
  "2130706433",
  "0x7f000001",
  "017700000001",
  "010.8.8.8",
  "8.8.8",
  "8.8.8.8 ",
  "[::1]",
  "2606:4700::1111%eth0",
  "fe80::1%1",
  "１.1.1.1",
  "8.8.8.8/8",
  "null",
])("%j is no address to dial", (address) => {
  expect(isPublicAddress(address)).toBe(false);
  expect(isPublicAnswer(address)).toBe(false);
});

test("a resolver on an IPv6-only network may give public IPv4 sites their NAT64 form, and private ones not", () => {
  expect(isPublicAnswer("64:ff9b::8.8.8.8")).toBe(true);
  expect(isPublicAnswer("64:ff9b::808:808")).toBe(true);
  for (const inside of ["127.0.0.1", "10.0.0.1", "169.254.169.254", "168.63.129.16", "100.64.0.1", "0.0.0.0"]) {
    expect(isPublicAnswer(`64:ff9b::${inside}`)).toBe(false);
  }
  expect(isPublicAnswer("64:ff9b:1::8.8.8.8")).toBe(false);
  expect(isPublicAnswer("::ffff:8.8.8.8")).toBe(false);
});

test("no IPv4 address becomes public by being wrapped", () => {
  fc.assert(
    fc.property(fc.ipV4(), (address) => {
      const [a = 0, b = 0, c = 0, d = 0] = address.split(".").map(Number);
      const hex = `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
      for (const wrapped of [
        `::${address}`,
        `::ffff:${address}`,
        `::ffff:0:${hex}`,
        `2002:${hex}::1`,
        `64:ff9b:1::${hex}`,
      ]) {
        expect(isPublicAddress(wrapped)).toBe(false);
        expect(isPublicAnswer(wrapped)).toBe(false);
      }
      expect(isPublicAnswer(`64:ff9b::${hex}`)).toBe(isPublicAddress(address));
    }),
  );
});

test("any text is answered", () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string(), fc.ipV6(), fc.ipV4Extended()),
      (text) => typeof isPublicAddress(text) === "boolean",
    ),
  );
});
