// What every script needs first. Runs under any Node from 20.19 on, with nothing installed yet.
import { spawn } from 'node:child_process'
import { accessSync, constants, existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { claimMark } from './claim-mark.mjs'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** The Node 24 that npm installs with the rest. */
export const node24 = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node')

/**
 * How Node is started. Left alone, V8 lets the room for what is young grow to 128 MB; with a quarter of that the program holds
 * some 60 MB less while it imports, and is a fifth quicker at it, since what dies young is found while it is still near.
 * Threads have it too, whatever room they are started with: V8 takes the option before `maxYoungGenerationSizeMb`.
 */
export const nodeOptions = ['--max-semi-space-size=16', '--import', pathToFileURL(join(root, 'scripts', 'strip-types.mjs')).href]

/**
 * How glibc keeps memory, told by the environment that Node begins in. With an arena a thread it keeps tens of megabytes that
 * nobody uses; with a single one, what a thread leaves behind keeps the memory around it from going back. So all threads share
 * a second one. What is large has pages of its own and goes back when it is freed: left alone, glibc puts it among the small
 * after the first.
 */
export const allocation = { MALLOC_ARENA_MAX: '2', MALLOC_MMAP_THRESHOLD_: '131072' }

/** zh, en, or null when the environment does not tell. */
export function languageOf(environment = process.env) {
  const value = environment.LC_ALL || environment.LC_MESSAGES || environment.LANG || ''
  if (/^zh/i.test(value)) return 'zh'
  return /^(en|C|POSIX)([._-]|$)/i.test(value) && !/^C([._-]|$)|^POSIX/i.test(value) ? 'en' : null
}

/** One sentence in the reader's language, or in both when it is not known. */
export function say(words, language = languageOf()) {
  console.error(language ? words[language] : `${words.zh}\n${words.en}`)
}

const running = new Set()

/** Ends what `run` has under way. */
export function endRunning() {
  for (const child of running) child.kill()
}

/**
 * Ends the program with a plain sentence where a folder, in which `what` has to be written, cannot be written: what stands there may
 * be of another account, who started once.
 */
export function refuseUnwritable(folders, what) {
  for (const folder of folders.filter((each) => existsSync(each))) {
    try {
      accessSync(folder, constants.W_OK | constants.X_OK)
      continue
    } catch {}
    say({
      zh: `当前账户不能写入 ${folder}，而${what.zh}。请用能写入的账户先启动一次，或把这个文件夹的权限给当前账户。`,
      en: `This account cannot write to ${folder}, and ${what.en}. Start once with an account that can, or let this one write there.`,
    })
    process.exit(1)
  }
}

/** Runs a program with our terminal and gives its exit code. */
export function run(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], ...options })
    running.add(child)
    child.on('close', () => running.delete(child))
    child.on('error', (error) => {
      console.error(`${command}: ${error.message}`)
      resolve(127)
    })
    child.on('close', (code, signal) => resolve(code ?? (signal ? 1 : 0)))
  })
}

/**
 * Whether node_modules holds what package-lock.json says. npm writes down what it installed; contents are compared
 * rather than times, which a checkout changes for no reason.
 */
export function isInstalled(folder = root) {
  const installed = join(folder, 'node_modules', '.package-lock.json')
  if (!existsSync(installed) || !existsSync(join(folder, 'node_modules', 'node', 'bin'))) return false
  const wanted = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8')).packages
  const there = JSON.parse(readFileSync(installed, 'utf8')).packages
  return Object.entries(wanted).every(
    ([path, entry]) => path === '' || entry.optional || entry.devOptional || there[path]?.version === entry.version,
  )
}

/** Installs what is missing. Ends the program with a plain sentence when that fails. */
export async function install() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major < 20 || (major === 20 && minor < 19)) {
    say({
      zh: `需要 Node 20.19 或更高版本，现在是 ${process.versions.node}。请升级 Node。`,
      en: `Node 20.19 or newer is needed; this is ${process.versions.node}. Upgrade Node.`,
    })
    process.exit(1)
  }
  if (isInstalled()) return
  refuseUnwritable([root, join(root, 'node_modules')], { zh: '依赖要装在那里', en: 'what is missing has to be installed there' })
  // Two at once would take each other's files away.
  const letGo = await claimMark(join(root, '.installing'), () =>
    say({ zh: '另一次启动正在安装依赖，等它完成……', en: 'Another start is installing; waiting for it…' }),
  )
  try {
    if (isInstalled() || (await installNow())) return
  } finally {
    letGo()
  }
  say({
    zh: '依赖安装失败，原因见上。请检查网络与磁盘空间后重试。',
    en: 'The installation failed, for the reason above. Check the network and the disk, and try again.',
  })
  process.exit(1)
}

async function installNow() {
  say({
    zh: '正在安装依赖（只在第一次或更新之后），通常需要一两分钟……',
    en: 'Installing what is missing (the first time, and after an upgrade); it takes a minute or two…',
  })
  const npm = process.env.npm_execpath
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error']
  const code = npm
    ? await run(process.execPath, [npm, ...args])
    : await run(process.platform === 'win32' ? 'npm.cmd' : 'npm', args, {
        shell: process.platform === 'win32',
        stdio: ['ignore', 'inherit', 'inherit'],
      })
  return code === 0 && isInstalled()
}
