import { generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";

/** A certificate and its key, in PEM. */
export interface Certified {
  readonly cert: string;
  readonly key: string;
}

export interface CertificateParts {
  /** The name it is for. */
  readonly host: string;
  readonly validTo: Date;
}

/** A certificate authority for tests; nobody trusts it who is not told to. */
export interface Authority {
  readonly cert: string;
  issue(parts: CertificateParts): Certified;
}

/** Makes an authority with a key of its own. Keys live as long as the test. */
export function openAuthority(name = "Footnote test authority"): Authority {
  const { publicKey, privateKey } = keyPair();
  const isAuthority = extension([0x55, 0x1d, 0x13], sequence(der(0x01, Buffer.from([0xff]))));
  const body = { issuer: name, subject: name, publicKey, validTo: new Date("2049-01-01"), extension: isAuthority };
  return {
    cert: certificate(body, privateKey),
    issue({ host, validTo }) {
      const own = keyPair();
      const forHost = extension([0x55, 0x1d, 0x11], sequence(der(0x82, Buffer.from(host))));
      const leaf = { issuer: name, subject: host, publicKey: own.publicKey, validTo, extension: forHost };
      return {
        cert: certificate(leaf, privateKey),
        key: own.privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
      };
    },
  };
}

function keyPair() {
  return generateKeyPairSync("ec", { namedCurve: "P-256" });
}

interface Body {
  readonly issuer: string;
  readonly subject: string;
  readonly publicKey: KeyObject;
  readonly validTo: Date;
  readonly extension: Buffer;
}

/** ecdsa-with-SHA256. Source: RFC 5758, 3.2. */
const ALGORITHM = sequence(oid([0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02]));

/** X.509 version 3. Source: RFC 5280, 4.1. */
function certificate(body: Body, issuerKey: KeyObject): string {
  const version = der(0xa0, integer(Buffer.from([2])));
  const validity = sequence(time(new Date("2020-01-01")), time(body.validTo));
  const publicKey = body.publicKey.export({ type: "spki", format: "der" });
  const signed = sequence(
    version,
    integer(Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    ALGORITHM,
    commonName(body.issuer),
    validity,
    commonName(body.subject),
    publicKey,
    der(0xa3, sequence(body.extension)),
  );
  const signature = der(0x03, Buffer.from([0]), sign("sha256", signed, issuerKey));
  const text = sequence(signed, ALGORITHM, signature).toString("base64").replace(/.{64}/g, "$&\n");
  return `-----BEGIN CERTIFICATE-----\n${text}\n-----END CERTIFICATE-----\n`;
}

function commonName(name: string): Buffer {
  return sequence(der(0x31, sequence(oid([0x55, 0x04, 0x03]), der(0x0c, Buffer.from(name)))));
}

function extension(id: readonly number[], value: Buffer): Buffer {
  return sequence(oid(id), der(0x04, value));
}

function time(date: Date): Buffer {
  return der(0x18, Buffer.from(`${date.toISOString().replace(/[-:T]/g, "").slice(0, 14)}Z`));
}

function oid(bytes: readonly number[]): Buffer {
  return der(0x06, Buffer.from(bytes));
}

function integer(bytes: Buffer): Buffer {
  return der(0x02, bytes);
}

function sequence(...parts: readonly Uint8Array[]): Buffer {
  return der(0x30, ...parts);
}

/** Tag, length, value. Source: X.690, 8.1. */
function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const value = Buffer.concat(parts);
  const short = value.length < 0x80;
  const length = short ? [value.length] : [0x82, value.length >> 8, value.length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), value]);
}
