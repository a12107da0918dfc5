import { mkdirSync, mkdtempSync, readFileSync, rmdirSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from 'playwright-core'
import type { Language } from '../../src/core/kit/words.ts'
import { type ServerOptions, startServer } from '../../src/app/server.ts'
import { freshDatabase } from '../fresh-database.ts'
import { launchBrowser } from './launch.ts'

const root = join(import.meta.dirname, '..', '..')
const owner = { name: '老板', email: 'owner@shop.example', password: 'tea-mountain-2026' }
const shop = { shop: '山前茶事', currency: 'CNY', timeZone: 'Asia/Shanghai' }

export type Look = { readonly language?: Language; readonly dark?: boolean; readonly phone?: boolean }

export type Served = {
  readonly url: string
  /** A page of the owner, signed in, in a browser of its own settings. */
  open(path: string, look?: Look): Promise<OpenedPage>
  /** Asks the API as the owner. */
  api(method: string, path: string, body?: object): Promise<unknown>
  /** Changes what lies in the database, e.g. how long ago something was. */
  change(statement: string): Promise<void>
  end(): Promise<void>
}

export type OpenedPage = Page & { readonly troubles: readonly string[] }

/** The whole product as people have it: the real server on a fresh database, the built web app, and a real browser. */
export async function serve(options: Pick<ServerOptions, 'allowPrivateSignIn' | 'allowPrivateChannels'> = {}): Promise<Served> {
  await buildOnce()
  const fresh = await freshDatabase()
  const dataFolder = mkdtempSync(join(tmpdir(), 'regulars-served-'))
  const port = await freePort(ports.pop())
  const server = await startServer({
    databaseUrl: fresh.url,
    port,
    dataFolder,
    webFolder: join(root, 'dist', 'web'),
    sample: false,
    log: () => {},
    ...options,
  })
  const cookie = await welcome(server.url, server.ownerLink)
  const browser = await keepBrowser()
  const looks = keepLooks(browser, { url: server.url, cookie })
  return {
    url: server.url,
    open: async (path, look = {}) => {
      const page = await looks.open(look)
      const troubles: string[] = []
      page.on('console', (message) => void (['error', 'warning'].includes(message.type()) && troubles.push(message.text())))
      page.on('pageerror', (error) => void troubles.push(error.message))
      await page.goto(`${server.url}${path}`)
      return Object.assign(page, { troubles })
    },
    api: async (method, path, body) => {
      const headers = { cookie, ...(body ? { 'content-type': 'application/json' } : {}) }
      const answer = await fetch(`${server.url}/api${path}`, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) })
      if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
      return await answer.json()
    },
    change: async (statement) => void (await fresh.database.pool.query(statement)),
    end: async () => {
      await looks.end()
      await server.close()
      ports.push(port)
      await fresh.drop()
      rmSync(dataFolder, { recursive: true, force: true })
    },
  }
}

/**
 * Presses until the page answers, as a person would: on a busy machine a click may fall between two drawings of a page
 * that has just been opened, and is lost.
 * @throws when there is no answer within 20 seconds
 */
export async function pressUntil(button: Locator, answer: Locator): Promise<void> {
  const until = performance.now() + 20_000
  while (!(await answer.isVisible())) {
    // Once the answer covers the button there is nothing to press any more.
    await button.click({ timeout: 2_000 }).catch((error: unknown) => {
      if (performance.now() > until) throw error
    })
    await answer.waitFor({ timeout: 3_000 }).catch((error: unknown) => {
      if (performance.now() > until) throw error
    })
  }
}

const require = createRequire(import.meta.url)
const axe = readFileSync(createRequire(require.resolve('@axe-core/playwright')).resolve('axe-core/axe.min.js'), 'utf8')

/**
 * What axe finds wrong with the page as it stands, one line a finding; empty when all is well. Only the findings leave
 * the page: what axe has to say of all that is well costs several times the looking.
 */
export async function findBarriers(page: Page): Promise<string[]> {
  if (!(await page.evaluate<boolean>(`'axe' in globalThis`))) await page.evaluate(axe)
  return await page.evaluate<string[]>(`axe.run(document, { resultTypes: ['violations'], iframes: false }).then(({ violations }) =>
    violations.map(({ id, help, nodes }) => id + ': ' + help + ': ' + nodes.map(({ html }) => html.slice(0, 120)).join(' | ')))`)
}

/** Where servers of this process stood that have ended: the next one takes its place, and a browser knows its web app already. */
const ports: number[] = []

let kept: Promise<Browser> | null = null

/** One browser for all files that this process runs; it ends with the process. Each page has settings and a store of its own. */
async function keepBrowser(): Promise<Browser> {
  const browser = await (kept ??= launchBrowser())
  if (browser.isConnected()) return browser
  resting = []
  return await (kept = launchBrowser())
}

type Kept = { readonly url: string; readonly look: string; readonly context: BrowserContext; readonly end: () => Promise<void> }

const used = new Set<Kept>()
/** Settings with one page that nobody uses at the moment, the one of the longest rest first. */
let resting: Kept[] = []
/** So many wait for the next file: each holds some 100 MB. */
const mostResting = 3

/**
 * A page that a test is done with (`page.context().close()`) is the next one of the same look, also in another file of this process, which
 * finds the web app fetched and compiled already. It finds nothing else: no second page, no listener, no cookie but the owner's, nothing stored.
 */
function keepLooks(browser: Browser, { url, cookie }: { readonly url: string; readonly cookie: string }) {
  const make = async (wanted: Look, look: string): Promise<Kept> => {
    const context = await browser.newContext(optionsOf(wanted))
    const kept = { url, look, context, end: context.close.bind(context) }
    context.close = async () => {
      used.delete(kept)
      const [page, ...others] = context.pages()
      await Promise.all(others.map((one) => one.close()))
      for (const event of ['console', 'dialog', 'pageerror', 'request']) page?.removeAllListeners(event)
      // Where nothing goes on, yet in the same process of the browser.
      await page?.goto(`${url}/api/health`)
      await page?.evaluate(() => sessionStorage.clear())
      resting.push(kept)
    }
    await context.addInitScript((language) => {
      // A mail's preview stands in a frame that has no storage.
      if (origin !== 'null') localStorage.setItem('regulars.language', language)
    }, wanted.language ?? 'zh')
    return kept
  }
  return {
    open: async (wanted: Look): Promise<Page> => {
      const look = JSON.stringify([wanted.language ?? 'zh', wanted.dark ?? false, wanted.phone ?? false])
      const rested = resting.findLast((one) => one.url === url && one.look === look)
      resting = resting.filter((one) => one !== rested)
      const kept = rested ?? (await make(wanted, look))
      used.add(kept)
      const { context } = kept
      await context.clearCookies()
      const [name = ''] = cookie.split('=', 1)
      await context.addCookies([{ name, value: cookie.slice(name.length + 1), url }])
      const page = context.pages()[0] ?? (await context.newPage())
      if (!rested) return page
      const session = await context.newCDPSession(page)
      await session.send('Storage.clearDataForOrigin', { origin: url, storageTypes: 'local_storage,indexeddb,service_workers' })
      await session.detach()
      return page
    },
    end: async () => {
      await Promise.all([...used].filter((one) => one.url === url).map(({ context }) => context.close()))
      await Promise.all(resting.splice(0, Math.max(0, resting.length - mostResting)).map(({ end }) => end()))
    },
  }
}

function optionsOf({ dark = false, phone = false }: Look): BrowserContextOptions {
  return {
    viewport: phone ? { width: 390, height: 844 } : { width: 1440, height: 900 },
    hasTouch: phone,
    // Nobody looks at what is painted: a sixteenth of the points is painted sooner.
    deviceScaleFactor: 0.25,
    colorScheme: dark ? 'dark' : 'light',
    reducedMotion: 'reduce',
    acceptDownloads: true,
  }
}

/** Makes the owner by the one-time link; the answer's cookie is the session. */
async function welcome(url: string, link: string | null): Promise<string> {
  const token = new URL(link ?? '').searchParams.get('token')
  const answer = await fetch(`${url}/api/welcome`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token, ...owner, ...shop, sample: false }),
  })
  const cookie = answer.headers.getSetCookie()[0]?.split(';')[0]
  if (!answer.ok || !cookie) throw new Error(`no owner was made: ${answer.status} ${await answer.text()}`)
  return cookie
}

/** @param wished taken where nobody has come there since */
async function freePort(wished = 0): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<number>()
  const probe = createServer()
  probe.once('error', () => resolve(freePort()))
  probe.listen(wished, '127.0.0.1', () => {
    const address = probe.address()
    probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
  })
  return promise
}

let built: Promise<void> | null = null

/** The built web app, looked after once a process. */
const buildOnce = () => (built ??= buildLocked())

/** Two processes at once would build into one folder, so the second waits for the first. */
async function buildLocked(): Promise<void> {
  const lock = join(root, 'dist', '.building')
  mkdirSync(join(root, 'dist'), { recursive: true })
  for (let turn = 0; !tookLock(lock); turn++) {
    // Whoever was killed while building leaves the lock behind; no build takes two minutes.
    if (turn > 1200) rmSync(lock, { recursive: true, force: true })
    await pause(100)
  }
  try {
    const { buildWeb }: { readonly buildWeb: () => Promise<boolean> } = await import(
      pathToFileURL(join(root, 'scripts', 'build-web.mjs')).href
    )
    if (!(await buildWeb())) throw new Error('the web app could not be built')
  } finally {
    rmdirSync(lock)
  }
}

function tookLock(lock: string): boolean {
  try {
    mkdirSync(lock)
    return true
  } catch {
    return false
  }
}
