// Somebody who can write in the case folder, and puts the guards of the database back afterwards: whatever they change in the
// ledger is found, and said where; and that whoever writes all of it anew is not who signed it.
import { X509Certificate } from 'node:crypto'
import type Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import type { CustodyEntry } from '#contract/custody.ts'
import { makeCertificate } from '#engine/seal/make-certificate.ts'
import { signMessage } from '#engine/seal/signed-message.ts'
import { canonicalJson } from '#engine/store/canonical-json.ts'
import { makeSigner } from '../support/made-export.ts'
import { recordEnd, rewriteFrom, saidOf } from '../support/tamper.ts'
import { minutes, tampering } from '../support/tampering.ts'
import type { Copy, Kind } from '../support/tampering.ts'

const { caseMade, missed, found, counted } = tampering()
const { from, spans, says } = found
const actions = (): CustodyEntry['action'][] => [...new Set(caseMade().entries.map(({ action }) => action))]
const firstOf = (action: string): CustodyEntry => caseMade().entries.find((one) => one.action === action)!
const edit = (db: Database.Database, seq: number, column: string, value: unknown): void =>
  void db.prepare(`UPDATE custody SET ${column} = ? WHERE seq = ?`).run(value, seq)
const setDetail = (db: Database.Database, { seq, detail }: CustodyEntry, changes: object): void =>
  edit(db, seq, 'detail', canonicalJson({ ...detail, ...changes }))

/** Another value of the same kind. */
function other(value: unknown): unknown {
  if (typeof value === 'number') return value + 1
  if (typeof value === 'boolean') return !value
  if (typeof value === 'string') return /^[0-9a-f]{64}$/.test(value) ? 'ab'.repeat(32) : `${value}x`
  if (Array.isArray(value)) return [...(value as unknown[]), 'x']
  return value === null ? 'x' : { ...(value as object), x: 1 }
}

it('finds nothing in the case as it is, by whoever looks', async () => {
  expect((await saidOf(caseMade(), () => undefined)).text).toBe('')
  expect(actions().length).toBeGreaterThanOrEqual(22)
})

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

describe('one entry of the ledger', () => {
  it(
    'a field of what it says changed, of every kind of entry and every field',
    async () => {
      const kinds = actions().flatMap((action): Kind[] => {
        const fields = Object.keys(
          Object.assign({}, ...(allOf(action).map(({ detail }) => detail) as object[])),
        )
        return fields.map((field) => {
          const entry = allOf(action).find(({ detail }) => field in detail)!
          return {
            name: `${action}.${field}`,
            tamper: ({ db }) => setDetail(db, entry, { [field]: other(entry.detail[field]) }),
            found: from(entry.seq),
          }
        })
      })
      expect(kinds.length).toBeGreaterThan(80)
      expect(await missed(kinds)).toEqual([])
    },
    10 * minutes,
  )

  it(
    'a column changed, of every kind of entry',
    async () => {
      const columns: [string, (entry: CustodyEntry) => unknown][] = [
        ['time', () => '2020-01-01T00:00:00.000Z'],
        ['actor', ({ actor }) => `${actor}x`],
        ['action', ({ action }) => (action === 'view' ? 'verify' : 'view')],
        [
          'item_id',
          ({ itemId }) => (itemId === null ? caseMade().entries.find((one) => one.itemId)!.itemId : null),
        ],
        ['input_sha256', () => 'cd'.repeat(32)],
        ['output_sha256', () => 'cd'.repeat(32)],
        ['tool_version', () => '99.0.0'],
        ['previous', () => 'cd'.repeat(32)],
        ['hash', () => 'cd'.repeat(32)],
        ['detail', () => '{}x'],
      ]
      const kinds = columns.map(([column, value], index): Kind => {
        const action = actions()[index + 2]!
        const entry = firstOf(action)
        return {
          name: `${column} of ${action}`,
          tamper: ({ db }) => edit(db, entry.seq, column, value(entry)),
          found: from(entry.seq),
        }
      })
      expect(await missed(kinds)).toEqual([])
    },
    5 * minutes,
  )

  it(
    'changed and everything after it written anew, the end too, of every kind of entry',
    async () => {
      const kinds = actions().map((action): Kind => {
        const entry = firstOf(action)
        return {
          name: `${action}, entry ${entry.seq}`,
          tamper: ({ db }) => {
            edit(db, entry.seq, 'actor', 'Mallory')
            rewriteFrom(db, entry.seq)
          },
          found: spans(entry.seq),
        }
      })
      expect(await missed(kinds)).toEqual([])
    },
    5 * minutes,
  )
})

const allOf = (action: string): CustodyEntry[] => caseMade().entries.filter((one) => one.action === action)

describe('the order of the ledger', () => {
  const last = (): number => caseMade().entries.length
  const remove = (db: Database.Database, where: string): void =>
    void db.exec(`DELETE FROM custody WHERE ${where}`)
  const moveUp = (db: Database.Database, seq: number): void =>
    void db.exec(
      `UPDATE custody SET seq = -(seq - 1) WHERE seq > ${seq}; UPDATE custody SET seq = -seq WHERE seq < 0`,
    )
  const insertCopy = (db: Database.Database, seq: number): void =>
    void db.exec(
      `UPDATE custody SET seq = -(seq + 1) WHERE seq > ${seq}; UPDATE custody SET seq = -seq WHERE seq < 0;
       INSERT INTO custody SELECT ${seq + 1}, time, 'Mallory', action, item_id, input_sha256, output_sha256, detail,
         tool_version, previous, lower(hex(randomblob(32))) FROM custody WHERE seq = ${seq}`,
    )
  const swap = (db: Database.Database, one: number, two: number): void =>
    void db.exec(
      `UPDATE custody SET seq = -1 WHERE seq = ${one}; UPDATE custody SET seq = ${one} WHERE seq = ${two};
       UPDATE custody SET seq = ${two} WHERE seq = -1`,
    )
  const lacks = says('is not there', /Entry \d+ of the custody ledger/)

  it(
    'entries removed, moved, put in, or cut off the end',
    async () => {
      const kinds: Kind[] = [
        ...[1, 2, 5, 9].map((seq) => ({
          name: `entry ${seq} removed`,
          tamper: ({ db }: Copy) => remove(db, `seq = ${seq}`),
          found: from(seq),
        })),
        {
          name: 'the last removed',
          tamper: ({ db }) => remove(db, `seq = ${last()}`),
          found: (said) => from(last())(said),
        },
        {
          name: 'five in the middle removed',
          tamper: ({ db }) => remove(db, 'seq BETWEEN 4 AND 8'),
          found: from(4),
        },
        { name: 'all removed', tamper: ({ db }) => remove(db, 'true'), found: from(1) },
        {
          name: 'one removed, those after it numbered anew',
          tamper: ({ db }) => {
            remove(db, 'seq = 4')
            moveUp(db, 4)
            recordEnd(db)
          },
          found: from(4),
        },
        {
          name: 'one removed, those after it numbered and hashed anew',
          tamper: ({ db }) => {
            remove(db, 'seq = 4')
            moveUp(db, 4)
            rewriteFrom(db, 4)
          },
          found: spans(4),
        },
        ...[
          [3, 4],
          [2, 9],
          [5, 12],
        ].map(([one = 0, two = 0]) => ({
          name: `entries ${one} and ${two} swapped`,
          tamper: ({ db }: Copy) => swap(db, one, two),
          found: from(one),
        })),
        {
          name: 'swapped, hashed anew',
          tamper: ({ db }) => {
            swap(db, 5, 6)
            rewriteFrom(db, 5)
          },
          found: spans(5),
        },
        {
          name: 'one put in',
          tamper: ({ db }) => {
            insertCopy(db, 6)
            recordEnd(db)
          },
          found: from(7),
        },
        {
          name: 'one put in, all after it hashed anew',
          tamper: ({ db }) => {
            insertCopy(db, 6)
            rewriteFrom(db, 7)
          },
          found: spans(7),
        },
        {
          name: 'one added at the end, not recorded as the end',
          tamper: ({ db }) => insertCopy(db, last()),
          found: (said) => from(last() + 1)(said),
        },
        {
          name: 'cut back to a signed head, and that recorded as the end',
          tamper: ({ db }) => {
            remove(db, `seq > ${firstOf('ledger-signed').seq}`)
            recordEnd(db)
          },
          found: lacks,
        },
        {
          name: 'the last entry cut off, and that recorded as the end',
          tamper: ({ db }) => {
            remove(db, `seq = ${last()}`)
            recordEnd(db)
          },
          found: lacks,
        },
        {
          name: 'all signatures removed, everything hashed anew',
          tamper: ({ db }) => {
            remove(db, `action = 'ledger-signed'`)
            const rows = db.prepare('SELECT seq FROM custody ORDER BY seq').all() as { seq: number }[]
            for (const [index, { seq }] of rows.entries())
              db.prepare('UPDATE custody SET seq = ? WHERE seq = ?').run(index + 1, seq)
            rewriteFrom(db, 1)
          },
          found: lacks,
        },
      ]
      expect(await missed(kinds)).toEqual([])
    },
    5 * minutes,
  )
})

describe('a signature of the ledger', () => {
  it(
    'changed, exchanged, or made by somebody else, with everything after it written anew',
    async () => {
      const mallory = await makeSigner('Exhibit workstation')
      const der = Buffer.from(mallory.key.certificate.der).toString('base64')
      const [first, second] = allOf('ledger-signed') as [CustodyEntry, CustodyEntry]
      const change = (name: string, changes: object, found = from(first.seq)): Kind => ({
        name,
        tamper: ({ db }) => {
          setDetail(db, first, changes)
          rewriteFrom(db, first.seq)
        },
        found,
      })
      const signature = Buffer.from(textOf(first.detail['signature']), 'base64')
      signature[9] = (signature[9] ?? 0) ^ 1
      const statement = textOf(first.detail['statement'])
      const own = statement.replace(
        /"certificate":"[0-9a-f]{64}"/,
        `"certificate":"${mallory.key.certificate.signer.sha256}"`,
      )
      const foreign = own.replace(/"case":"[^"]+"/, '"case":"00000000-0000-4000-8000-000000000000"')
      const signedFor = (text: string): object => ({
        statement: text,
        certificate: der,
        signature: Buffer.from(signMessage(mallory.key.privateKey, Buffer.from(text)).signature).toString(
          'base64',
        ),
      })
      // The same key in a certificate with another name: no private key is needed for that.
      const renamed = makeCertificate({
        commonName: 'Bob',
        publicKey: new X509Certificate(Buffer.from(textOf(first.detail['certificate']), 'base64')).publicKey,
        issuer: { privateKey: mallory.key.privateKey, certificate: null },
        ...{ notBefore: new Date('2026-01-01'), notAfter: new Date('2046-01-01'), authority: null },
      })
      const kinds: Kind[] = [
        change('its certificate, for the same key in the name of another', {
          certificate: Buffer.from(renamed.der).toString('base64'),
        }),
        change('a bit of the signature', { signature: signature.toString('base64') }),
        change('no signature', { signature: '' }),
        change('the certificate', { certificate: der }),
        change('no certificate', { certificate: 'AAAA' }),
        change('the algorithm', { algorithm: 'ECDSA SHA-256' }),
        change('the statement', { statement: statement.replace('Exhibit', 'exhibit') }),
        change('what it covers', { coversSeq: Number(first.detail['coversSeq']) - 1 }),
        change('the hash that it covers', { coversHash: 'ab'.repeat(32) }),
        change('that of another entry', { ...second.detail }, spans(first.seq)),
        change('one made for another case', signedFor(foreign)),
        // It holds; but nobody here knows the signer, and the next signature covers another hash.
        change(
          'one by somebody else',
          signedFor(own),
          says(`signature in entry ${first.seq}: intact, unknown`, 'not what was signed'),
        ),
      ]
      expect(await missed(kinds)).toEqual([])
    },
    5 * minutes,
  )

  it(
    'all of them made anew by somebody else: each holds, nobody is known, and the end is not the one written here',
    async () => {
      const { key } = await makeSigner('Exhibit workstation')
      const kind: Kind = {
        name: 'everything re-signed',
        tamper: ({ db }) => {
          edit(db, 2, 'actor', 'Mallory')
          rewriteFrom(db, 2)
          for (const { seq, detail } of allOf('ledger-signed')) {
            const coversSeq = Number(detail['coversSeq'])
            const { hash } = db.prepare('SELECT hash FROM custody WHERE seq = ?').get(coversSeq) as {
              hash: string
            }
            const said = JSON.parse(textOf(detail['statement'])) as object
            const statement = canonicalJson({
              ...{ ...said, head: hash, certificate: key.certificate.signer.sha256 },
            })
            const { algorithm, signature } = signMessage(key.privateKey, Buffer.from(statement))
            const certificate = Buffer.from(key.certificate.der).toString('base64')
            setDetail(db, { seq, detail } as CustodyEntry, {
              ...{ coversHash: hash, statement, algorithm, certificate },
              signature: Buffer.from(signature).toString('base64'),
            })
            rewriteFrom(db, seq)
          }
        },
        found: (said) =>
          said.ledger?.valid === true &&
          allOf('ledger-signed').every(({ seq }) => says(`entry ${seq}: intact, unknown`)(said)) &&
          says('is not there')(said),
      }
      expect(await missed([kind])).toEqual([])
    },
    5 * minutes,
  )
})

it('these were a hundred kinds and more', () => {
  expect(counted()).toBeGreaterThan(130)
})
