// One start at a time does what a mark in the folder stands for. Runs under any Node from 20.19 on, with nothing installed yet.
import { randomUUID } from 'node:crypto'
import { linkSync, readFileSync, readlinkSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { ifThere } from './if-there.mjs'

const touchMs = 2_000
/** Ten times as long without a touch, and its maker is no more. */
const leftAfterMs = 20_000
/** So often one that is left over is tried to be taken away. */
const mostTries = 10

/** Where a process number means what it means to us: another container counts from one too. */
const countedWhere = () => ifThere(() => readlinkSync('/proc/self/ns/pid')) ?? '-'

/**
 * Waits until the mark is ours. A folder that cannot be written to counts as ours: that is for others to explain.
 * @param waiting told once, where somebody else has it
 * @returns lets go of it
 */
export async function claimMark(mark, waiting = () => {}) {
  const own = `${process.pid} ${countedWhere()} ${randomUUID()}`
  const seen = { touched: undefined, since: 0 }
  let isTold = false
  for (let stuck = 0; ; ) {
    const there = tryMark(mark, own, seen)
    if (there === 'ours') break
    if (there === 'left over' && ++stuck > mostTries)
      throw new Error(
        `${mark}：被中断的启动留下的，删不掉；请手工删除后再启动。/ Left over from a start that was killed, and cannot be removed: remove it by hand and start again.`,
      )
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

const textOf = (mark) => ifThere(() => readFileSync(mark, 'utf8'))

/** @param seen when it was touched last, and since when by our own clock: those of others may go wrong */
function tryMark(mark, own, seen) {
  const found = textOf(mark)
  if (isUntouched(mark, seen) || (found !== undefined && isLeftOver(found))) {
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
  rmSync(aside, { force: true, recursive: true })
}

/** Nobody touches it any more, whoever made it and whether or not we may read it. */
function isUntouched(mark, seen) {
  const touched = ifThere(() => statSync(mark).mtimeMs)
  if (touched === undefined) return false
  if (touched !== seen.touched) Object.assign(seen, { touched, since: performance.now() })
  return Date.now() - touched > leftAfterMs || performance.now() - seen.since > leftAfterMs
}

/** Nobody has its maker's number any more, or we do (in a container that begins anew). */
function isLeftOver(found) {
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
