// What the real window may not do, tried from inside it. A server on this machine counts every connection it gets:
// there must be none. Probes run from a timer, because the driver's own evaluation is exempt from the page's policy.
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from '@playwright/test'
import { unpackAnswer, type Bridge } from '../../electron/contract/bridge.ts'
import { launchExhibit, type Exhibit } from './support/launch.ts'

let exhibit: Exhibit
let canary: http.Server
let address: string
let connections = 0

test.beforeAll(async () => {
  canary = http.createServer((_request, response) => {
    response.setHeader('Access-Control-Allow-Origin', '*')
    response.end('reached')
  })
  canary.on('connection', () => (connections += 1))
  await new Promise<void>((resolve) => canary.listen(0, '127.0.0.1', resolve))
  address = `127.0.0.1:${(canary.address() as AddressInfo).port}`
  exhibit = await launchExhibit()
  await exhibit.window.waitForLoadState('load')
})

test.afterAll(async () => {
  await exhibit.close()
  canary.close()
})

test.afterEach(() => expect(connections, 'connections to the server outside').toBe(0))

test('from the first screen to playing video, nothing in the window breaks its own policy', async () => {
  // The demo case is made first, its videos too.
  test.setTimeout(180_000)
  const complaints: string[] = []
  exhibit.window.on('console', (message) => complaints.push(message.text()))
  exhibit.window.on('pageerror', (error) => complaints.push(error.message))
  await exhibit.window.evaluate(() => {
    location.hash = '#smoke'
    location.reload()
  })
  await expect(exhibit.window).toHaveTitle(/^smoke: /, { timeout: 150_000 })
  await expect(exhibit.window).toHaveTitle('smoke: ready')
  expect(complaints.filter((text) => /Content Security Policy|Refused to|EvalError/.test(text))).toEqual([])
})

test('the page has nothing of Node, and three functions of Exhibit', async () => {
  const found = await exhibit.window.evaluate(() => ({
    node: ['require', 'process', 'module', 'exports', 'Buffer', 'global', '__dirname', 'electron'].filter(
      (name) => name in globalThis,
    ),
    bridge: Object.keys((globalThis as { exhibit?: object }).exhibit ?? {}).sort(),
    webview:
      document.createElement('webview') instanceof HTMLUnknownElement ||
      !('getURL' in document.createElement('webview')),
  }))
  expect(found).toEqual({ node: [], bridge: ['call', 'on', 'pathOf'], webview: true })
})

test('the bridge refuses what is not in the table of calls', async () => {
  const answers = await exhibit.window.evaluate(() => {
    const { call } = (globalThis as unknown as { exhibit: Bridge }).exhibit
    return Promise.all([
      call('toString', {}),
      call('case.open', { path: 5, examiner: null }),
      call('item.get', { itemId: '../../etc/passwd' }),
      call('shell.showInFolder', { path: 'relative' }),
    ])
  })
  for (const answer of answers)
    expect(unpackAnswer(answer)).toMatchObject({ ok: false, error: { code: 'wrong-input' } })
})

test('no way of loading reaches a network', async () => {
  const outcomes = await exhibit.window.evaluate(async (server) => {
    const outcome = (work: Promise<unknown>): Promise<string> =>
      work.then(
        () => 'reached',
        () => 'denied',
      )
    const element = <T extends HTMLElement>(made: T, set: (made: T) => void): Promise<string> =>
      outcome(
        new Promise((resolve, reject) => {
          made.onload = resolve
          made.onerror = reject
          setTimeout(reject, 1_000)
          set(made)
          document.body.append(made)
        }),
      )
    const http = `http://${server}/`
    navigator.sendBeacon(http)
    return {
      fetch: await outcome(fetch(http)),
      fetchWithoutCors: await outcome(fetch(http, { mode: 'no-cors' })),
      request: await outcome(
        new Promise((resolve, reject) => {
          const request = new XMLHttpRequest()
          request.onload = resolve
          request.onerror = reject
          request.open('GET', http)
          request.send()
        }),
      ),
      webSocket: await outcome(
        new Promise((resolve, reject) => {
          const socket = new WebSocket(`ws://${server}/`)
          socket.onopen = resolve
          socket.onerror = reject
        }),
      ),
      eventSource: await outcome(
        new Promise((resolve, reject) => {
          const source = new EventSource(http)
          source.onopen = resolve
          source.onerror = reject
        }),
      ),
      image: await element(new Image(), (made) => (made.src = http)),
      script: await element(document.createElement('script'), (made) => (made.src = http)),
      style: await element(document.createElement('link'), (made) =>
        Object.assign(made, { rel: 'stylesheet', href: http }),
      ),
      preconnect: await element(document.createElement('link'), (made) =>
        Object.assign(made, { rel: 'preconnect', href: http }),
      ),
      prefetch: await element(document.createElement('link'), (made) =>
        Object.assign(made, { rel: 'prefetch', href: http }),
      ),
      video: await element(document.createElement('video'), (made) => (made.src = http)),
      font: await outcome(new FontFace('outside', `url(${http})`).load()),
      worker: await outcome(
        new Promise((resolve, reject) => {
          const source = `fetch('${http}', { mode: 'no-cors' }).then(() => postMessage(1), () => postMessage(0))`
          const worker = new Worker(URL.createObjectURL(new Blob([source])))
          worker.onmessage = ({ data }) => (data === 1 ? resolve(1) : reject(new Error('denied')))
          worker.onerror = reject
        }),
      ),
      serviceWorker: await outcome(navigator.serviceWorker.register('./index.html')),
    }
  }, address)
  expect(new Set(Object.values(outcomes)), JSON.stringify(outcomes)).toEqual(new Set(['denied']))
})

test('WebRTC finds no address to talk from', async () => {
  const candidates = await exhibit.window.evaluate(async (server) => {
    const connection = new RTCPeerConnection({ iceServers: [{ urls: `stun:${server}` }] })
    const found: string[] = []
    connection.createDataChannel('probe')
    await connection.setLocalDescription(await connection.createOffer())
    await new Promise<void>((resolve) => {
      connection.onicecandidate = ({ candidate }) => (candidate ? found.push(candidate.candidate) : resolve())
      setTimeout(resolve, 2_000)
    })
    connection.close()
    return found
  }, address)
  expect(candidates).toEqual([])
})

test('neither does the main process by Electron’s own network', async () => {
  const outcomes = await exhibit.app.evaluate(async ({ net, session }, server) => {
    const unguarded = session.fromPartition('unguarded')
    const denied = (error: unknown): string => String(error)
    const filtered = await net.fetch(`http://${server}/`).then(() => 'reached', denied)
    // Even where the filter of requests is taken away, no address can be found.
    unguarded.webRequest.onBeforeRequest(null)
    const bare = await unguarded.fetch(`http://${server}/`).then(() => 'reached', denied)
    return { filtered, bare }
  }, address)
  expect(outcomes.filtered).toContain('ERR_BLOCKED_BY_CLIENT')
  expect(outcomes.bare).toContain('ERR_NAME_NOT_RESOLVED')
})

test('text never becomes code', async () => {
  const ran = await exhibit.window.evaluate(async () => {
    const marks = globalThis as unknown as { ran?: string[] }
    marks.ran = []
    await new Promise<void>((resolve) =>
      setTimeout(() => {
        const attempts: Record<string, () => unknown> = {
          eval: () => globalThis.eval('1'),
          Function: () => Reflect.construct(Function, ['return 1']),
        }
        for (const [name, attempt] of Object.entries(attempts)) {
          try {
            attempt()
            marks.ran?.push(name)
          } catch {
            // as it should be
          }
        }
        const script = document.createElement('script')
        script.textContent = 'ran.push("inline script")'
        const holder = document.createElement('div')
        holder.innerHTML = `<img src="data:," onerror="ran.push('handler')"><a href="javascript:ran.push('address')">x</a>`
        document.body.append(script, holder)
        holder.querySelector('a')?.click()
        const data = document.createElement('script')
        data.src = 'data:text/javascript,ran.push("data script")'
        document.body.append(data)
        setTimeout(() => {
          holder.remove()
          resolve()
        }, 500)
      }),
    )
    return marks.ran
  })
  expect(ran).toEqual([])
})

test('permissions and devices are denied, but for writing to the clipboard', async () => {
  const outcomes = await exhibit.window.evaluate(async () => {
    const names = [
      'geolocation',
      'notifications',
      'camera',
      'microphone',
      'clipboard-read',
      'midi',
      'persistent-storage',
    ]
    const states = await Promise.all(
      names.map((name) =>
        navigator.permissions.query({ name: name as PermissionName }).then(({ state }) => `${name} ${state}`),
      ),
    )
    const attempt = (name: string, work: () => Promise<unknown> | undefined): Promise<string> =>
      Promise.race([
        Promise.resolve().then(work),
        new Promise((resolve) => setTimeout(resolve, 3_000, 'no answer')),
      ]).then(
        (got) =>
          `${name} ${typeof got === 'string' ? got : got === undefined || (Array.isArray(got) && got.length === 0) ? 'denied' : 'granted'}`,
        () => `${name} denied`,
      )
    type Chooser = { requestDevice?(options: object): Promise<unknown>; requestPort?(): Promise<unknown> }
    const device = (name: string): Chooser =>
      (navigator as unknown as Record<string, Chooser | undefined>)[name] ?? {}
    const page = globalThis as unknown as Record<string, (() => Promise<unknown>) | undefined>
    const asked = await Promise.all([
      attempt(
        'position',
        () => new Promise((resolve, reject) => navigator.geolocation.getCurrentPosition(resolve, reject)),
      ),
      attempt('notification', () => Notification.requestPermission()),
      attempt('camera', () => navigator.mediaDevices.getUserMedia({ video: true })),
      attempt('screen', () => navigator.mediaDevices.getDisplayMedia()),
      attempt('clipboard', () => navigator.clipboard.readText()),
      attempt('usb', () => device('usb').requestDevice?.({ filters: [] })),
      attempt('hid', () => device('hid').requestDevice?.({ filters: [] })),
      attempt('serial', () => device('serial').requestPort?.()),
      attempt('bluetooth', () => device('bluetooth').requestDevice?.({ acceptAllDevices: true })),
      attempt('fonts', () => page['queryLocalFonts']?.()),
      attempt('file', () => page['showOpenFilePicker']?.()),
    ])
    return [...states, ...asked]
  })
  expect(outcomes.filter((outcome) => !outcome.endsWith('denied'))).toEqual([])
  // Writing itself needs the focus, which no window gets on a display without a window manager.
  const writing = await exhibit.window.evaluate(() =>
    navigator.permissions.query({ name: 'clipboard-write' as PermissionName }).then(({ state }) => state),
  )
  expect(writing).toBe('granted')
})

test('files are out of reach, whatever the address', async () => {
  const outcomes = await exhibit.window.evaluate(() =>
    Promise.all(
      [
        'file:///etc/hostname',
        'app://exhibit/../../package.json',
        'app://exhibit/..%2f..%2fpackage.json',
        'app://exhibit/%2e%2e/main/main.js',
        'app://other/index.html',
        'exhibit-media://item/..%2f..%2fetc/file',
        'exhibit-media://item/00000000-0000-4000-8000-000000000000/file',
        'exhibit-media://file/etc/hostname',
      ].map((address) =>
        fetch(address).then(
          ({ ok }) => `${address} ${ok ? 'read' : 'denied'}`,
          () => `${address} denied`,
        ),
      ),
    ),
  )
  expect(outcomes.filter((outcome) => !outcome.endsWith('denied'))).toEqual([])
})

test('frames show nothing from outside and have no bridge', async () => {
  const found = await exhibit.window.evaluate(async (server) => {
    const frames = [`http://${server}/`, 'app://exhibit/index.html', 'about:blank', 'data:text/html,x'].map(
      (source) => {
        const frame = document.createElement('iframe')
        frame.src = source
        document.body.append(frame)
        return frame
      },
    )
    await new Promise((resolve) => setTimeout(resolve, 500))
    const bridges = frames.filter((frame) => {
      try {
        return frame.contentWindow !== null && 'exhibit' in frame.contentWindow
      } catch {
        return false // another origin: nothing to be seen there
      }
    })
    for (const frame of frames) frame.remove()
    return bridges.length
  }, address)
  expect(found).toBe(0)
})

test('the window stays on its page, and stays the only one', async () => {
  const before = exhibit.window.url()
  expect(before).toMatch(/^app:\/\/exhibit\//)
  await exhibit.window.evaluate((server) => {
    const http = `http://${server}/`
    const open = globalThis.open(http)
    if (open) throw new Error('a window was opened')
    const link = document.createElement('a')
    link.href = http
    link.target = '_blank'
    link.click()
    const form = document.createElement('form')
    form.action = http
    form.method = 'post'
    document.body.append(form)
    form.submit()
    form.remove()
    for (const target of [
      http,
      'file:///etc/hostname',
      'data:text/html,x',
      'app://other/',
      'exhibit-media://item/x/file',
    ]) {
      try {
        location.href = target
      } catch {
        // refused at once
      }
    }
  }, address)
  await new Promise((resolve) => setTimeout(resolve, 1_000))
  expect(exhibit.app.windows()).toHaveLength(1)
  const addresses = await exhibit.app.evaluate(({ webContents }) =>
    webContents.getAllWebContents().map((each) => each.getURL()),
  )
  expect(addresses).toEqual([before])
})

test('the window runs apart from everything else', async () => {
  const seen = await exhibit.app.evaluate(({ BrowserWindow, session }) => {
    const [window] = BrowserWindow.getAllWindows()
    return {
      defaultSession: window?.webContents.session === session.defaultSession,
      menu: window?.isMenuBarVisible(),
    }
  })
  expect(seen).toEqual({ defaultSession: false, menu: false })
})
