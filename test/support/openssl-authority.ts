// Certificates and revocation lists by the openssl command, with any times and extensions, and its own word on each path: the
// other hand of the matrix of certificates.
import { createPrivateKey } from 'node:crypto'
import { readCertificate } from '#engine/seal/certificate.ts'
import type { Certificate } from '#engine/seal/certificate.ts'
import type { SealingKey } from '#engine/seal/key-file.ts'
import { parsePem } from '#engine/seal/pem.ts'
import { readRevocationList } from '#engine/seal/revocation-list.ts'
import type { RevocationListFile } from '#engine/seal/revocation-list.ts'
import { OpensslFolder } from './openssl-folder.ts'

export type CertificateWords = {
  /** `/CN=…`; the name of the files by default. */
  subject?: string
  from?: string
  until?: string
  /** Lines of an extension section. */
  extensions?: string[]
  /** Use the key of another entity. */
  keyOf?: string
}

export type ListWords = {
  /** Of when the list is, and until when it is to be valid. */
  from: string
  until: string
  revoked?: { of: string; at: string; reason?: string }[]
  /** Lines of an extension section. */
  extensions?: string[]
}

export const authorityExtensions = [
  'basicConstraints=critical,CA:TRUE',
  'keyUsage=critical,keyCertSign,cRLSign',
]
export const signerExtensions = ['basicConstraints=critical,CA:FALSE', 'keyUsage=critical,digitalSignature']
const identifiers = ['subjectKeyIdentifier=hash', 'authorityKeyIdentifier=keyid:always']

/** 2026-05-01T00:00:00Z → 20260501000000Z. */
const time = (iso: string): string => iso.replaceAll(/[-:T]/g, '')

/** One folder of authorities and signers, each by its name: `name.key`, `name.pem`. */
export class OpensslAuthority {
  readonly folder = new OpensslFolder()
  #serial = 0x1000

  /** A certificate of `name`, by `issuer` or by itself. Times default to the years 2026 to 2035. */
  certify(name: string, issuer: string | null, words: CertificateWords = {}): void {
    const { subject = `/CN=${name}`, from = '2026-01-01T00:00:00Z', until = '2036-01-01T00:00:00Z' } = words
    const { extensions = issuer === null ? authorityExtensions : signerExtensions } = words
    const key = `${words.keyOf ?? name}.key`
    if (!words.keyOf)
      this.#makeKey(
        key,
        extensions.some((line) => line.includes('CA:TRUE')),
      )
    this.folder.run('req', '-new', '-key', key, '-subj', subject, '-out', `${name}.csr`)
    this.folder.write('extensions', [...identifiers, ...extensions].join('\n'))
    this.#serial += 1
    this.folder.write('index.txt', '')
    this.folder.write('index.txt.attr', 'unique_subject = no\n')
    this.folder.write('serial', this.#serial.toString(16))
    this.folder.write('ca.cnf', config([]))
    const by = issuer === null ? ['-selfsign'] : ['-cert', `${issuer}.pem`]
    const keyfile = ['-keyfile', issuer === null ? key : `${issuer}.key`]
    this.folder.run(
      ...['ca', '-batch', '-notext', '-preserveDN', '-config', 'ca.cnf', ...by, ...keyfile],
      ...['-startdate', time(from), '-enddate', time(until), '-extfile', 'extensions'],
      ...['-in', `${name}.csr`, '-out', `${name}.pem`],
    )
  }

  /** RSA for those who seal; elliptic curves, which are made faster, for authorities. */
  #makeKey(file: string, isAuthority: boolean): void {
    if (isAuthority) this.folder.run('ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', file)
    else this.folder.run('genrsa', '-out', file, '2048')
  }

  /** A list of `issuer`, as `name.crl` in PEM. */
  list(name: string, issuer: string, words: ListWords): void {
    const lines = (words.revoked ?? []).map(({ of, at, reason }) => {
      const serial =
        this.folder.run('x509', '-in', `${of}.pem`, '-noout', '-serial').split('=')[1]?.trim() ?? ''
      // Two digits for the year: the index is written as UTCTime.
      const since = `${time(at).slice(2)}${reason ? `,${reason}` : ''}`
      return ['R', '360101000000Z', since, serial, 'unknown', `/CN=${of}`].join('\t')
    })
    this.folder.write('index.txt', lines.map((line) => `${line}\n`).join(''))
    this.folder.write('crlnumber', '01')
    this.folder.write('ca.cnf', config(words.extensions ?? []))
    this.folder.run(
      ...['ca', '-gencrl', '-config', 'ca.cnf', '-cert', `${issuer}.pem`, '-keyfile', `${issuer}.key`],
      ...['-crl_lastupdate', time(words.from), '-crl_nextupdate', time(words.until), '-out', `${name}.crl`],
    )
  }

  certificate(name: string): Certificate {
    const [block] = parsePem(this.folder.read(`${name}.pem`))
    const certificate = block && readCertificate(block.bytes)
    if (!certificate) throw new Error(`${name} cannot be read`)
    return certificate
  }

  revocationList(name: string): RevocationListFile {
    const reading = readRevocationList(this.folder.read(`${name}.crl`))
    if (!reading.ok) throw new Error(reading.reason)
    return reading.list
  }

  sealingKey(name: string): SealingKey {
    const privateKey = createPrivateKey(this.folder.read(`${name}.key`))
    return { privateKey, certificate: this.certificate(name), chain: [] }
  }

  /** What `openssl verify` says of a signer at a time: `OK`, or its words. */
  verify(question: {
    signer: string
    intermediates: readonly string[]
    anchors: readonly string[]
    lists?: readonly string[]
    /** `-crl_check` asks for the signer alone, `-crl_check_all` for the whole path. */
    check?: '-crl_check' | '-crl_check_all'
    at: string
  }): string {
    const { signer, intermediates, anchors, lists = [], check, at } = question
    const all = (names: readonly string[], ending: string): string =>
      names.map((name) => this.folder.read(`${name}.${ending}`).toString()).join('\n')
    this.folder.write('anchors', all(anchors, 'pem'))
    this.folder.write('untrusted', all(intermediates, 'pem'))
    this.folder.write('lists', all(lists, 'crl'))
    const said = this.folder.ask(
      ...['verify', '-partial_chain', '-purpose', 'smimesign', '-no-CApath', '-no-CAstore'],
      ...['-attime', String(Date.parse(at) / 1000), '-CAfile', 'anchors'],
      ...(intermediates.length > 0 ? ['-untrusted', 'untrusted'] : []),
      ...(check ? [check, ...lists.flatMap(() => ['-CRLfile', 'lists']).slice(0, 2)] : []),
      `${signer}.pem`,
    )
    return said.trim() === `${signer}.pem: OK` ? 'OK' : said
  }

  remove(): void {
    this.folder.remove()
  }
}

const config = (listExtensions: readonly string[]): string =>
  [
    '[ca]',
    'default_ca=own',
    '[own]',
    'database=index.txt',
    'serial=serial',
    'crlnumber=crlnumber',
    'new_certs_dir=.',
    'default_md=sha256',
    'policy=any',
    'string_mask=utf8only',
    'crl_extensions=list',
    '[any]',
    'commonName=optional',
    'organizationName=optional',
    'countryName=optional',
    '[list]',
    'authorityKeyIdentifier=keyid:always',
    ...listExtensions,
    '',
  ].join('\n')
