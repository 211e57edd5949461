// Sealed files put together from the documents alone (ONVIF EFF 26.06 5.6, Annex B; RFC 4055; RFC 8410), every signature
// made by the openssl command: the other hand of the matrix of seals. Shares no code with what reads and judges them.
import { OpensslFolder } from './openssl-folder.ts'

const bytesOf = (text: string): Buffer => Buffer.from(text, 'latin1')
const u16 = (value: number): Buffer => Buffer.from([value >> 8, value & 0xff])
export const u32 = (...values: number[]): Buffer => {
  const bytes = Buffer.alloc(values.length * 4)
  for (const [index, value] of values.entries()) bytes.writeUInt32BE(value >>> 0, index * 4)
  return bytes
}

/** A box with a 32-bit size, or where `wide` with a 64-bit one. */
export function box(type: string, parts: readonly Uint8Array[], wide = false): Buffer {
  const payload = Buffer.concat(parts)
  if (!wide) return Buffer.concat([u32(payload.length + 8), bytesOf(type), payload])
  return Buffer.concat([u32(1), bytesOf(type), u32(0, payload.length + 16), payload])
}
export const fullBox = (type: string, parts: readonly Uint8Array[], wide = false): Buffer =>
  box(type, [u32(0), ...parts], wide)

/** DER, as far as an AlgorithmIdentifier needs it. */
const der = (tag: number, ...parts: Uint8Array[]): Buffer => {
  const content = Buffer.concat(parts)
  const length = content.length < 128 ? [content.length] : [0x81, content.length]
  return Buffer.concat([Buffer.from([tag, ...length]), content])
}
function oid(text: string): Buffer {
  const [first = 0, second = 0, ...rest] = text.split('.').map(Number)
  const bytes = [first * 40 + second]
  for (const value of rest) {
    const groups = [value & 0x7f]
    for (let left = value >> 7; left > 0; left >>= 7) groups.unshift((left & 0x7f) | 0x80)
    bytes.push(...groups)
  }
  return der(0x06, Buffer.from(bytes))
}
const none = der(0x05)
const hashOids = {
  sha256: '2.16.840.1.101.3.4.2.1',
  sha384: '2.16.840.1.101.3.4.2.2',
  sha512: '2.16.840.1.101.3.4.2.3',
}
type HashName = keyof typeof hashOids

/** RSASSA-PSS-params (RFC 4055 3.1) with every field written out. */
function pssIdentifier(hash: HashName, salt: number, mgfHash: HashName = hash): Buffer {
  const hashAlgorithm = (name: HashName): Buffer => der(0x30, oid(hashOids[name]), none)
  return der(
    0x30,
    oid('1.2.840.113549.1.1.10'),
    der(
      0x30,
      der(0xa0, hashAlgorithm(hash)),
      der(0xa1, der(0x30, oid('1.2.840.113549.1.1.8'), hashAlgorithm(mgfHash))),
      der(0xa2, der(0x02, Buffer.from([salt]))),
    ),
  )
}

export type Method = {
  name: string
  key: 'rsa2048' | 'rsa3072' | 'rsa1024' | 'p256' | 'p384' | 'p521' | 'ed25519'
  /** Payload of `sigC`; null: none is written. */
  sigC: Buffer | null
  /** openssl dgst options; null: PureEdDSA over the whole file, by pkeyutl. */
  digest: string[] | null
  status: 'intact' | 'unsupported'
  /** Whether the seal has to say that its algorithm is not declared. */
  undeclared: boolean
  weak?: boolean
}

const pss = (hash: HashName, salt: number, mgf: HashName = hash): string[] => [
  `-${hash}`,
  ...['rsa_padding_mode:pss', `rsa_pss_saltlen:${salt}`, `rsa_mgf1_md:${mgf}`].flatMap((option) => [
    '-sigopt',
    option,
  ]),
]
const declared = (
  name: string,
  key: Method['key'],
  sigC: Buffer,
  digest: string[] | null,
  more: Partial<Method> = {},
): Method => ({ name, key, sigC, digest, status: 'intact', undeclared: false, ...more })
const silent = (name: string, key: Method['key'], digest: string[] | null, undeclared: boolean): Method => ({
  name,
  key,
  sigC: null,
  digest,
  status: 'intact',
  undeclared,
})
const plain = (identifier: string, parameters: Buffer[] = [none]): Buffer =>
  der(0x30, oid(identifier), ...parameters)

export const defaultMethod = silent('PSS SHA-256 salt 20, the default', 'rsa2048', pss('sha256', 20), false)

/** Every algorithm that a seal may be made with, declared and not. */
export const methods: readonly Method[] = [
  defaultMethod,
  silent('PSS SHA-256 salt 20, RSA-3072', 'rsa3072', pss('sha256', 20), false),
  { ...silent('PSS SHA-256 salt 20, RSA-1024', 'rsa1024', pss('sha256', 20), false), weak: true },
  silent('PSS SHA-256 salt 0, undeclared', 'rsa2048', pss('sha256', 0), true),
  silent('PSS SHA-256 salt 32, undeclared', 'rsa2048', pss('sha256', 32), true),
  silent('PKCS#1 SHA-256, undeclared', 'rsa2048', ['-sha256'], true),
  silent('ECDSA P-256 SHA-256, undeclared', 'p256', ['-sha256'], true),
  silent('ECDSA P-384 SHA-256, undeclared', 'p384', ['-sha256'], true),
  silent('Ed25519, undeclared', 'ed25519', null, true),
  ...(['sha256', 'sha384', 'sha512'] as const).flatMap((hash, index) => [
    ...[0, 20, 32, 64].map((salt) =>
      declared(`PSS ${hash} salt ${salt}`, 'rsa2048', pssIdentifier(hash, salt), pss(hash, salt)),
    ),
    declared(`PKCS#1 ${hash}`, 'rsa2048', plain(`1.2.840.113549.1.1.${11 + index}`), [`-${hash}`]),
    ...(['p256', 'p384', 'p521'] as const).map((key) =>
      declared(`ECDSA ${key} ${hash}`, key, plain(`1.2.840.10045.4.3.${2 + index}`, []), [`-${hash}`]),
    ),
  ]),
  declared(
    'PSS SHA-512 with MGF1-SHA-256',
    'rsa2048',
    pssIdentifier('sha512', 20, 'sha256'),
    pss('sha512', 20, 'sha256'),
  ),
  declared('Ed25519', 'ed25519', plain('1.3.101.112', []), null),
  declared('an unknown algorithm', 'rsa2048', plain('1.2.3.4.5', []), ['-sha256'], { status: 'unsupported' }),
  declared('SLH-DSA, which is not known here', 'rsa2048', plain('2.16.840.1.101.3.4.3.20', []), ['-sha256'], {
    status: 'unsupported',
  }),
]

const places: Record<Method['key'], number> = {
  rsa1024: 128,
  rsa2048: 256,
  rsa3072: 384,
  // The longest DER of two numbers of the curve; shorter ones are followed by zeros.
  p256: 72,
  p384: 104,
  p521: 139,
  ed25519: 64,
}

/** Keys, certificates and signatures by openssl, in a folder of its own. */
export class SealMaker {
  readonly folder = new OpensslFolder()
  readonly #certificates = new Map<string, Buffer>()

  makeKeys(): void {
    const run = (...words: string[]): string => this.folder.run(...words)
    for (const bits of [1024, 2048, 3072]) run('genrsa', '-out', `rsa${bits}.key`, String(bits))
    for (const [name, curve] of [
      ['p256', 'P-256'],
      ['p384', 'P-384'],
      ['p521', 'P-521'],
    ] as const)
      run('genpkey', '-algorithm', 'EC', '-pkeyopt', `ec_paramgen_curve:${curve}`, '-out', `${name}.key`)
    run('genpkey', '-algorithm', 'ED25519', '-out', 'ed25519.key')
    for (const name of Object.keys(places)) {
      run(
        'req',
        '-x509',
        '-key',
        `${name}.key`,
        '-subj',
        `/CN=Signer ${name}`,
        '-days',
        '3650',
        '-outform',
        'DER',
        '-out',
        `${name}.der`,
      )
      this.#certificates.set(name, this.folder.read(`${name}.der`))
    }
  }

  certificate(name: Method['key']): Buffer {
    const found = this.#certificates.get(name)
    if (!found) throw new Error(`no certificate ${name}`)
    return found
  }

  /** A `sinf` with room for the signature (EFF 5.6.3). */
  sinf(method: Method): Buffer {
    const parts = [
      box('sibo', [Buffer.alloc(places[method.key])]),
      box('cert', [this.certificate(method.key)]),
      ...(method.sigC ? [box('sigC', [method.sigC])] : []),
    ]
    const schm = fullBox('schm', [bytesOf('oeff'), u32(0x0001_0000)])
    return box('sinf', [schm, box('schi', parts)])
  }

  /** Signs `file` as it stands, the last `sibo` being zero, into that `sibo`. */
  sign(file: Buffer, method: Method): Buffer {
    const at = file.lastIndexOf('sibo') + 4
    const place = places[method.key]
    file.fill(0, at, at + place)
    this.folder.write('signed', file)
    if (method.digest)
      this.folder.run('dgst', ...method.digest, '-sign', `${method.key}.key`, '-out', 'signature', 'signed')
    else
      this.folder.run(
        'pkeyutl',
        '-sign',
        '-rawin',
        '-inkey',
        `${method.key}.key`,
        '-in',
        'signed',
        '-out',
        'signature',
      )
    const signature = this.folder.read('signature')
    if (signature.length > place) throw new Error('a signature longer than its place')
    signature.copy(file, at)
    return file
  }
}

const suep = (): Buffer => {
  const text = (value: string): Buffer => bytesOf(`${value}\0`)
  const source = [u16(1), text('Cam 1'), text('rtsp://camera/'), text('08:00:27:00:0c:15'), text('1')]
  const unitTime = u32(0, 3_786_825_600)
  const unit = [text('Matrix'), text(''), text('00:11:22:33:44:55'), unitTime, text('Op')]
  return box('suep', [u32(0x0100_0000), ...unit, u32(1), ...source])
}
const hdlr = (): Buffer => fullBox('hdlr', [u32(0), bytesOf('null'), Buffer.alloc(13)])

/** `meta` of EFF Annex B with the seals given; `behind`: a child behind `ipro`. */
export const meta = (
  sinfs: readonly Uint8Array[],
  wide = false,
  behind: readonly Uint8Array[] = [],
): Buffer => fullBox('meta', [hdlr(), suep(), fullBox('ipro', [u16(1), ...sinfs]), ...behind], wide)
