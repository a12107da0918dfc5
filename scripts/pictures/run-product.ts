// The product as somebody starts it: a process of its own, a new data folder, the owner made through the one-time link.
import { spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Browser, BrowserContext, BrowserContextOptions } from 'playwright-core'
import type { Language, Words } from '../../src/core/kit/words.ts'

const root = join(import.meta.dirname, '..', '..')

type StartedProduct = { readonly url: string; readonly link: string; stop(): Promise<void> }

/** Starts the product on a free port. Stopping ends it, its database and its folder. */
export async function startProduct(): Promise<StartedProduct> {
  const folder = mkdtempSync(join(tmpdir(), 'regulars-pictures-'))
  // Started by root, the database runs under another account, which has to reach it here.
  chmodSync(folder, 0o755)
  const port = await freePort()
  const { DATABASE_URL: _, ...env } = process.env
  const args = [join(root, 'scripts', 'start.mjs'), '--data', join(folder, 'data'), '--port', String(port)]
  const child = spawn(process.execPath, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise<void>((resolve) => child.on('exit', () => resolve()))
  const stop = async () => {
    child.kill('SIGINT')
    await ended
    rmSync(folder, { recursive: true, force: true })
  }
  const link = await Promise.race([readLink(child.stdout), ended.then(() => null)])
  if (link !== null) return { url: `http://localhost:${port}`, link, stop }
  await stop()
  throw new Error('the product did not start; its own words are above')
}

/** The link that the product prints. What it says afterwards is taken from it as well, or it would stop. */
function readLink(output: NodeJS.ReadableStream): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>()
  let said = ''
  output.on('data', (part) => {
    said += String(part)
    const link = /https?:\S+[?&]token=\S+/.exec(said)?.[0]
    if (link) resolve(link)
  })
  return promise
}

async function freePort(): Promise<number> {
  const probe = createServer()
  const { promise, resolve } = Promise.withResolvers<number>()
  probe.listen(0, '127.0.0.1', () => {
    const address = probe.address()
    probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
  })
  return await promise
}

const password = 'two cups of tea'
const owner: Words = { zh: '林知秋', en: 'Lin Zhiqiu' }
const shop: Words = { zh: '山前茶事', en: 'Foothill Tea' }
const begin: Words = { zh: '开始使用', en: 'Begin' }

export type Look = { readonly language: Language; readonly phone?: boolean; readonly dark?: boolean }

export function contextOptions({ language, phone = false, dark = false }: Look): BrowserContextOptions {
  return {
    viewport: phone ? { width: 390, height: 844 } : { width: 1440, height: 900 },
    deviceScaleFactor: 1,
    hasTouch: phone,
    colorScheme: dark ? 'dark' : 'light',
    reducedMotion: 'reduce',
    locale: language === 'zh' ? 'zh-CN' : 'en-GB',
    timezoneId: 'Asia/Shanghai',
  }
}

export async function openContext(browser: Browser, look: Look): Promise<BrowserContext> {
  const context = await browser.newContext(contextOptions(look))
  // Nobody watches; a busy machine may take its time.
  context.setDefaultTimeout(180_000)
  await context.addInitScript((language) => localStorage.setItem('regulars.language', language), look.language)
  return context
}

/** Opens the owner's link, fills the welcome page in, and lets the sample shop come in. Ends when all of it is there. */
export async function welcomeOwner(context: BrowserContext, product: StartedProduct, language: Language): Promise<void> {
  const page = await context.newPage()
  await page.goto(product.link)
  await page.locator('#name').fill(owner[language])
  await page.locator('#email').fill('owner@shop.example')
  await page.locator('#password').fill(password)
  await page.locator('#shop').fill(shop[language])
  await page.locator('#sample').check()
  await page.getByRole('button', { name: begin[language], exact: true }).click()
  await page.waitForURL(`${product.url}/`)
  await page.close()
  await waitForSample(context, product.url)
}

/** Says once more who one is: what follows asks for a proof of the last quarter of an hour. */
export async function proveOwner(context: BrowserContext, url: string): Promise<void> {
  await send(context, 'POST', `${url}/api/auth/fresh`, { password })
}

async function waitForSample(context: BrowserContext, url: string): Promise<void> {
  for (let second = 0; second < 1_800; second++) {
    const { state } = await ask<{ state: string }>(context, `${url}/api/sample-shop`)
    if (state === 'ready') return
    await pause(1_000)
  }
  throw new Error('the sample shop was not ready within half an hour')
}

/** Asks the API as the owner. */
export async function ask<T>(context: BrowserContext, address: string): Promise<T> {
  const answer = await context.request.get(address)
  if (!answer.ok()) throw new Error(`${address}: ${answer.status()} ${await answer.text()}`)
  return (await answer.json()) as T
}

/** Writes through the API as the owner. */
export async function send<T>(context: BrowserContext, method: string, address: string, body: object): Promise<T> {
  const answer = await context.request.fetch(address, { method, data: body })
  if (!answer.ok()) throw new Error(`${method} ${address}: ${answer.status()} ${await answer.text()}`)
  return (await answer.json()) as T
}
