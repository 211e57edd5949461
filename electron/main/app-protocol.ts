// app://exhibit/…: the window's own pages, from dist/renderer and nowhere else.
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { confine } from './confine.ts'
import { isOwnPage } from './page.ts'

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.geojson': 'application/json',
  '.map': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
}

/** Answers one request from the files under `root`. `headers` go with every answer, errors included. */
export async function answerPage(
  request: Request,
  root: string,
  headers: Readonly<Record<string, string>>,
): Promise<Response> {
  const refuse = (status: number): Response => new Response(null, { status, headers })
  if (!isOwnPage(request.url)) return refuse(404)
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405)

  const { pathname } = new URL(request.url)
  const file = await confine(root, pathname === '/' ? '/index.html' : pathname)
  const type = file === null ? undefined : types[path.extname(file).toLowerCase()]
  if (file === null || type === undefined) return refuse(404)
  // Whole: these are our own few files, and inside an archive they cannot be read piece by piece.
  const bytes = await readFile(file).catch(() => null)
  if (bytes === null) return refuse(404)
  return new Response(request.method === 'HEAD' ? null : bytes, {
    headers: {
      ...headers,
      'Content-Type': type,
      'Content-Length': String(bytes.length),
      'Cache-Control': 'no-cache',
    },
  })
}
