// The form for an address: what was typed, what is wrong with it, and the terms that it comes to.
import type { DownloadTerms } from '#contract/intake.ts'
import { t } from '#contract/messages/format.ts'
import { parseAddress, parseProxy, parseSha256, parseSize } from './typed-address.ts'

export type AddressField = 'address' | 'http' | 'sha256' | 'limit' | 'proxy'

class AddressForm {
  address = $state('')
  allowHttp = $state(false)
  sha256 = $state('')
  limit = $state('')
  proxy = $state('')
  tried = $state(false)
  readonly #parsed = $derived(parseAddress(this.address))
  readonly isPlain = $derived(typeof this.#parsed === 'object' && this.#parsed.isPlain)
  readonly faults = $derived.by((): Partial<Record<AddressField, string>> => {
    const faults: Partial<Record<AddressField, string>> = {}
    if (this.#parsed === 'missing') faults.address = t('form.missing')
    else if (this.#parsed === 'user') faults.address = t('intake.address.user')
    else if (this.#parsed === 'bad') faults.address = t('intake.address.bad')
    if (this.isPlain && !this.allowHttp) faults.http = t('intake.address.httpNeeded')
    if (parseSha256(this.sha256) === undefined) faults.sha256 = t('intake.address.badSha256')
    if (parseSize(this.limit) === undefined) faults.limit = t('intake.address.badLimit')
    if (parseProxy(this.proxy) === undefined) faults.proxy = t('intake.address.badProxy')
    return faults
  })

  /** Nothing is complained of before the first try. */
  fault(field: AddressField): string | undefined {
    return this.tried ? this.faults[field] : undefined
  }

  /** What to ask for and how; null where something is amiss, and the faults then say what. */
  request(): { url: string; terms: DownloadTerms } | null {
    this.tried = true
    if (Object.keys(this.faults).length > 0 || typeof this.#parsed !== 'object') return null
    return {
      url: this.#parsed.url,
      terms: {
        expectedSha256: parseSha256(this.sha256) ?? null,
        maxBytes: parseSize(this.limit) ?? null,
        // The yes counts for the address that it was given for.
        allowHttp: this.isPlain && this.allowHttp,
        certificateSha256: null,
        proxy: parseProxy(this.proxy) ?? null,
      },
    }
  }
}

export function newAddressForm(): AddressForm {
  return new AddressForm()
}
export type { AddressForm }

/** What was typed stays while one looks at something else. */
export const addressForm = newAddressForm()
