// Which key the records of one stream are to be checked with (ONVIF Media Signing 26.06 5.11.6, 5.13). The first key whose
// record verifies stays the key of the stream. Another one later is not accepted, or anybody could go on with his own; only
// a certificate record, signed by the maker's key, may hand over to a key of the user.
import { createHash } from 'node:crypto'
import type { HashName } from '#engine/seal/algorithm.ts'
import { checkSignature } from './check-signature.ts'
import type { RecordCheck } from './check-signature.ts'
import { isOneKey } from './key-claims.ts'
import type { KeyClaim, SigningRecord } from './signing-record.ts'

export type KeyedCheck = RecordCheck | { state: 'no-key' }

export class KeyRing {
  /** With which records about groups are signed. */
  #signer: KeyClaim | null = null
  #maker: KeyClaim | null = null
  /** Brought by a record that did not verify: good for nothing but checking others. */
  #doubtful: KeyClaim | null = null

  get signer(): KeyClaim | null {
    return this.#signer
  }

  /** The maker's own chain where groups are signed by a key of the user. */
  get maker(): KeyClaim | null {
    return this.#signer?.userProvisioned ? this.#maker : null
  }

  /** SHA-256 of the SubjectPublicKeyInfo. */
  get fingerprint(): string | null {
    if (!this.#signer) return null
    const spki = this.#signer.publicKey.export({ type: 'spki', format: 'der' })
    return createHash('sha256').update(spki).digest('hex')
  }

  check(record: SigningRecord, hash: HashName): KeyedCheck {
    return record.kind === 'certificate' ? this.#checkKeys(record, hash) : this.#checkGroup(record, hash)
  }

  #checkGroup(record: SigningRecord, hash: HashName): KeyedCheck {
    const own = record.keys.find((key) => key.userProvisioned) ?? record.keys[0] ?? null
    const held = this.#signer
    if (held && own && !isOneKey(held.publicKey, own.publicKey)) {
      return { state: 'bad', digest: null, reason: 'It brings another key than the records before it.' }
    }
    const key = held ?? own ?? this.#doubtful
    if (!key) return { state: 'no-key' }
    const check = checkSignature(record, key.publicKey, hash)
    if (check.state === 'good' && (!held || (!held.leaf && own?.leaf))) this.#signer = own ?? key
    if (check.state === 'bad' && own && !held) this.#doubtful ??= own
    return check
  }

  #checkKeys(record: SigningRecord, hash: HashName): KeyedCheck {
    const maker = record.keys.find((key) => !key.userProvisioned) ?? null
    const user = record.keys.find((key) => key.userProvisioned) ?? null
    if (!maker) {
      return { state: 'bad', digest: null, reason: 'It brings no certificate of the maker that can be read.' }
    }
    const check = checkSignature(record, maker.publicKey, hash)
    if (check.state !== 'good') {
      this.#doubtful ??= user ?? maker
      return check
    }
    const signer = user ?? maker
    const otherMaker = this.#maker && !isOneKey(this.#maker.publicKey, maker.publicKey)
    const otherSigner = this.#signer && !isOneKey(this.#signer.publicKey, signer.publicKey)
    if (otherMaker || (otherSigner && !this.#handsOver(maker, user))) {
      const reason = 'It brings another key than the records before it.'
      return { state: 'bad', digest: check.digest, reason }
    }
    this.#maker = maker
    this.#signer = signer
    return check
  }

  /** The maker's key, which signed so far or vouched for the key that did, vouches for a key of the user. */
  #handsOver(maker: KeyClaim, user: KeyClaim | null): boolean {
    if (user === null || !this.#signer) return false
    return this.#maker !== null || isOneKey(this.#signer.publicKey, maker.publicKey)
  }
}
