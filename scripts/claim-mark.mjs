// One start at a time does what a mark in the folder stands for. Runs under any Node from 20.19 on, with nothing installed yet.
import { randomUUID } from 'node:crypto'
import { linkSync, readFileSync, readlinkSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'

const touchMs = 2_000
/** Ten times as long without a touch, and its maker is no more. */
const leftAfterMs = 20_000

/** Where a process number means what it means to us: another container counts from one too. */
function countedWhere() {
  try {
    return readlinkSync('/proc/self/ns/pid')
  } catch {
    return '-'
  }
}

/**
 * Waits until the mark is ours. A folder that cannot be written to counts as ours: that is for others to explain.
 * @param waiting told once, where somebody else has it
 * @returns lets go of it
 */
export async function claimMark(mark, waiting = () => {}) {
  const own = `${process.pid} ${countedWhere()} ${randomUUID()}`
  let isTold = false
  for (;;) {
    const there = tryMark(mark, own)
    if (there === 'ours') break
    if (there === 'taken' && !isTold) waiting()
    isTold ||= there === 'taken'
    // Also after one that was left over went: whoever judged it with us has taken it away by the time that anybody makes a new one.
    await pause(1_000)
  }
  const touching = setInterval(() => ifThere(() => textOf(mark) === own && utimesSync(mark, new Date(), new Date())), touchMs)
  touching.unref()
  return () => {
    clearInterval(touching)
    if (textOf(mark) === own) rmSync(mark, { force: true })
  }
}

const ifThere = (look) => {
  try {
    return look()
  } catch {
    return undefined
  }
}
const textOf = (mark) => ifThere(() => readFileSync(mark, 'utf8'))

function tryMark(mark, own) {
  const found = textOf(mark)
  if (found !== undefined && isLeftOver(mark, found)) {
    takeAway(mark, found)
    return 'left over'
  }
  try {
    writeFileSync(mark, own, { flag: 'wx' })
    return 'ours'
  } catch (error) {
    return error.code === 'EEXIST' ? 'taken' : 'ours'
  }
}

/** Put aside and looked at again: what somebody else made there since goes back to its place. */
function takeAway(mark, found) {
  const aside = `${mark}-${randomUUID()}`
  ifThere(() => {
    renameSync(mark, aside)
    if (textOf(aside) !== found) linkSync(aside, mark)
  })
  rmSync(aside, { force: true })
}

/** Its maker was killed: it is not touched any more, or nobody has its number, or we do (in a container that begins anew). */
function isLeftOver(mark, found) {
  const touched = ifThere(() => statSync(mark).mtimeMs)
  if (touched !== undefined && Date.now() - touched > leftAfterMs) return true
  const [maker, where] = found.split(' ')
  if (where !== countedWhere()) return false
  if (Number(maker) === process.pid) return true
  try {
    process.kill(Number(maker), 0)
    return false
  } catch (error) {
    return error.code === 'ESRCH'
  }
}
