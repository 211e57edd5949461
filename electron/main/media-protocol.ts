// exhibit-media://item/<item id>/file, …/thumbnail, …/rewrapped, …/review/… and …/sound/…: bytes of evidence, and of what
// was derived of it for looking, for the window, by item id only, with byte ranges. Opened for reading, streamed at the pace of the reader, never copied or cached.
import { constants } from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'
import { mediaScheme, type Located } from '#contract/bridge.ts'
import type { Answer } from '#contract/calls.ts'
import { ItemId } from '#contract/units.ts'
import { parseByteRange } from './byte-range.ts'
import { log } from './log.ts'
import { pageOrigin } from './page.ts'

const chunkBytes = 256 * 1024

/** Asks the engine where the bytes are; null where there are none. */
export type Locate = (itemId: ItemId, what: Located) => Promise<Answer<string | null>>

const commonHeaders = {
  'Access-Control-Allow-Origin': pageOrigin,
  'Access-Control-Allow-Methods': 'GET, HEAD',
  'Access-Control-Allow-Headers': 'Range',
  'Access-Control-Expose-Headers': 'Accept-Ranges, Content-Length, Content-Range',
  'Accept-Ranges': 'bytes',
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "default-src 'none'; sandbox",
  'X-Content-Type-Options': 'nosniff',
}

const refuse = (status: number, headers: Record<string, string> = {}): Response =>
  new Response(null, { status, headers: { ...commonHeaders, ...headers } })

/** Answers one request: 200, 206, 416, 404 (no such item), 405, or 503 (there is no engine). */
export async function answerMedia(request: Request, locate: Locate): Promise<Response> {
  if (request.method === 'OPTIONS') return refuse(204)
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405)
  const asked = parseAddress(request.url)
  if (!asked) return refuse(404)
  const located = await locate(asked.itemId, asked.what)
  if (!located.ok) return refuse(located.error.code === 'engine-gone' ? 503 : 404)
  if (located.value === null) return refuse(404)

  const handle = await open(located.value, constants.O_RDONLY).catch((error: unknown) => {
    log(`item ${asked.itemId}: ${String(error)}`)
    return null
  })
  return handle ? answerFrom(handle, request, asked.what) : refuse(404)
}

/** Takes over the handle and sees that it is closed. */
async function answerFrom(handle: FileHandle, request: Request, what: Located): Promise<Response> {
  let handedOn = false
  try {
    const stat = await handle.stat()
    if (!stat.isFile()) return refuse(404)
    const range = parseByteRange(request.headers.get('range'), stat.size)
    if (range.kind === 'unsatisfiable') return refuse(416, { 'Content-Range': `bytes */${stat.size}` })

    const [first, last] = range.kind === 'part' ? [range.first, range.last] : [0, stat.size - 1]
    const headers: Record<string, string> = {
      ...commonHeaders,
      'Content-Type': await contentType(what, handle),
      'Content-Length': String(last - first + 1),
    }
    if (range.kind === 'part') headers['Content-Range'] = `bytes ${first}-${last}/${stat.size}`
    const hasBody = request.method === 'GET' && last >= first
    const body = hasBody ? streamBytes(handle, first, last) : null
    const response = new Response(body, { status: range.kind === 'part' ? 206 : 200, headers })
    handedOn = hasBody
    return response
  } finally {
    if (!handedOn) await handle.close()
  }
}

/** The bytes from `first` to `last`, read when asked for. The handle is closed at the end, on error and on cancel. */
function streamBytes(handle: FileHandle, first: number, last: number): ReadableStream<Uint8Array> {
  let at = first
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const chunk = new Uint8Array(Math.min(chunkBytes, last - at + 1))
          const { bytesRead } = await handle.read(chunk, 0, chunk.length, at)
          // Ending quietly would pass a truncated file off as a whole one.
          if (bytesRead === 0) throw new Error(`the file ended at byte ${at}, before byte ${last}`)
          at += bytesRead
          controller.enqueue(chunk.subarray(0, bytesRead))
          if (at <= last) return
          controller.close()
        } catch (error) {
          controller.error(error)
        }
        await handle.close()
      },
      cancel: () => handle.close(),
    },
    { highWaterMark: 1 },
  )
}

function parseAddress(address: string): { itemId: ItemId; what: Located } | null {
  const url = new URL(address)
  if (url.protocol !== `${mediaScheme}:` || url.host !== 'item') return null
  const match = /^\/([0-9a-f-]{36})\/(\w+)(?:\/(\d{1,10})\/(\w{1,10}))?$/.exec(url.pathname)
  const itemId = ItemId.safeParse(match?.[1])
  const what = match && located(match[2] ?? '', match[3], match[4] ?? '')
  return itemId.success && what ? { itemId: itemId.data, what } : null
}

function located(what: string, track: string | undefined, part: string): Located | null {
  if (track === undefined)
    return what === 'file' || what === 'thumbnail' || what === 'rewrapped' ? what : null
  if (what === 'review' && /^\d{1,8}$/.test(part)) return { track: Number(track), run: Number(part) }
  const isSound = what === 'sound' && (part === 'samples' || part === 'peaks')
  return isSound ? { track: Number(track), sound: part } : null
}

async function contentType(what: Located, handle: FileHandle): Promise<string> {
  if (what === 'thumbnail') return pictureType(handle)
  // Pictures and sound that were made for looking have no container around them.
  return typeof what === 'object' ? 'application/octet-stream' : 'video/mp4'
}

/** Stills are JPEG; PNG and WebP are told by their first bytes. */
async function pictureType(handle: FileHandle): Promise<string> {
  const { buffer } = await handle.read(Buffer.alloc(12), 0, 12, 0)
  if (buffer.readUInt32BE(0) === 0x89504e47) return 'image/png'
  return buffer.toString('latin1', 8, 12) === 'WEBP' ? 'image/webp' : 'image/jpeg'
}
