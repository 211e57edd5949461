// A time-stamp authority by the openssl command: a root, a certificate for time stamping, and answers to requests.
import { OpensslAuthority } from './openssl-authority.ts'
import type { CertificateWords } from './openssl-authority.ts'

export class OpensslTsa {
  readonly authority = new OpensslAuthority()

  constructor(words: CertificateWords = {}) {
    this.authority.certify('root', null)
    this.certify('tsa', words)
    this.authority.folder.write(
      'tsa.cnf',
      [
        ...['[tsa]', 'default_tsa=own', '[own]', 'serial=tsa.serial', 'default_policy=1.2.3.4.1'],
        ...['digests=sha256', 'accuracy=secs:1', 'ordering=no', 'tsa_name=yes', 'ess_cert_id_chain=no'],
        ...['ess_cert_id_alg=sha256', 'signer_digest=sha256', ''],
      ].join('\n'),
    )
    this.authority.folder.write('tsa.serial', '01')
  }

  /** A certificate of the root with these words; by default for time stamping alone. */
  certify(name: string, words: CertificateWords = {}): void {
    const extensions = [
      ...['basicConstraints=critical,CA:FALSE', 'keyUsage=critical,digitalSignature'],
      'extendedKeyUsage=critical,timeStamping',
    ]
    this.authority.certify(name, 'root', { extensions, ...words })
  }

  /** The answer to a request in DER, with the certificates of the chain in it. */
  reply(request: Uint8Array, signer = 'tsa'): Buffer {
    const { folder } = this.authority
    folder.write('request.tsq', request)
    folder.run(
      ...['ts', '-reply', '-queryfile', 'request.tsq', '-config', 'tsa.cnf', '-inkey', `${signer}.key`],
      ...['-signer', `${signer}.pem`, '-chain', 'root.pem', '-out', 'reply.tsr'],
    )
    return folder.read('reply.tsr')
  }

  /** What `openssl ts -verify` says of a token over a message. */
  verify(token: Uint8Array, message: Uint8Array): string {
    const { folder } = this.authority
    folder.write('token', token)
    folder.write('message', message)
    return folder
      .ask(
        ...['ts', '-verify', '-in', 'token', '-token_in', '-data', 'message', '-CAfile', 'root.pem'],
        ...['-untrusted', 'tsa.pem'],
      )
      .trim()
  }

  remove(): void {
    this.authority.remove()
  }
}
