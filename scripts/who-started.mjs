// Who asked for this start. npm runs us in a shell of its own, and a signal that ends npm alone never comes as far as us.
import { readFileSync } from 'node:fs'

const isLinux = process.platform === 'linux'

/** What /proc tells of a process, or null. */
function tellOf(pid, file) {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    return null
  }
}

/** The process that started that one; 0 where it is gone or cannot be known. */
function parentOf(pid) {
  // The name stands in brackets and may hold any sign; the state and the parent come behind it.
  return Number(tellOf(pid, 'stat')?.replace(/^.*\)/s, '').trim().split(' ')[1] ?? 0)
}

/** Whether that is what takes processes over whose parent is gone, and not a runner of scripts in a container. */
function takesOrphans(pid) {
  if (!isLinux || (pid !== 1 && tellOf(pid, 'comm')?.trim() !== 'systemd')) return false
  return !/npm|yarn|bun|deno|node/.test(tellOf(pid, 'cmdline') ?? '')
}

/**
 * The process above us and, where that is only the shell in which npm runs us, npm above it: "pid:pid", the second 0 where
 * nothing is to be watched there. Whoever called npm may go (nohup, a terminal that is closed) and is not asked for. "0:0" where npm
 * was gone before we began.
 */
export function whoStarted() {
  const parent = process.ppid
  const isShell = isLinux && /start\.mjs|main\.ts/.test(tellOf(parent, 'cmdline') ?? '')
  const above = isShell ? parentOf(parent) : 0
  return takesOrphans(above || parent) ? '0:0' : `${parent}:${above}`
}

/** Whether those who started us, as `whoStarted` told at the beginning, are there still. */
export function areThere(starters) {
  const [parent, above] = starters.split(':').map(Number)
  return process.ppid === parent && (!above || parentOf(parent) === above)
}
