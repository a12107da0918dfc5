import type { Socket } from 'node:net'
import type pg from 'pg'

/** So much COPY text is boxed or compressed at a time; a person's rows within it share one box. */
const portionBytes = 4 * 1024 * 1024
const newline = 0x0a
const headBytes = 5
/** Messages that may stand between the first and the last row: rows, the beginning, notices, settings, notifications. */
const [row, beginning, notice, setting, notification] = [0x64, 0x48, 0x4e, 0x53, 0x41]
const isBetween = (code: number | undefined) =>
  code === row || code === beginning || code === notice || code === setting || code === notification

type Taken = (portion: Buffer | null) => void
type Waiting = { readonly resolve: Taken; readonly reject: (error: Error) => void }

/**
 * The text of `COPY … TO STDOUT`, whole lines, a few megabytes at a time. Read from the connection's own socket into one
 * piece of memory that is used again: a portion is good until the next is asked for. Nothing is read ahead meanwhile, so
 * that a slow disk slows the database and fills no memory.
 * @throws DatabaseError of the statement
 */
export async function* readCopy(client: pg.Client, statement: string): AsyncGenerator<Buffer> {
  const copy = beginCopy(client, statement)
  for (let portion = await copy.next(); portion; portion = await copy.next()) yield portion
}

function beginCopy(client: pg.Client, statement: string): { next(): Promise<Buffer | null> } {
  const lines = gatherLines()
  let waiting: Waiting | null = null
  let failure: Error | null = null
  let isOver = false
  let flow: Flow | null = null

  const answer = (portion: Buffer | null) => {
    const taken = waiting
    waiting = null
    taken?.resolve(portion)
  }
  const goOn = () => {
    if (!waiting) return
    if (failure) return waiting.reject(failure)
    if (isOver) return answer(lines.rest())
    flow?.go()
  }
  client.query({
    submit: (connection: pg.Connection) => {
      flow = takeSocket(connection.stream as Socket, lines, answer)
      connection.query(statement)
      goOn()
    },
    handleError: (error: Error) => {
      failure = error
      goOn()
    },
    handleCommandComplete: () => {},
    handleReadyForQuery: () => {
      isOver = true
      goOn()
    },
  } as pg.Submittable)
  return {
    next: () =>
      new Promise((resolve, reject) => {
        waiting = { resolve, reject }
        goOn()
      }),
  }
}

type Lines = {
  take(bytes: Buffer, from: number, to: number): void
  /** Whole lines, once there are enough of them. */
  portion(): Buffer | null
  /** What is left at the end. */
  rest(): Buffer | null
}

function gatherLines(): Lines {
  let space = Buffer.allocUnsafeSlow(portionBytes + 1024 * 1024)
  let filled = 0
  let given = 0
  const dropGiven = () => {
    if (given === 0) return
    space.copyWithin(0, given, filled)
    filled -= given
    given = 0
  }
  return {
    take: (bytes, from, to) => {
      dropGiven()
      if (filled + to - from > space.length) {
        const larger = Buffer.allocUnsafeSlow((filled + to - from) * 2)
        space.copy(larger, 0, 0, filled)
        space = larger
      }
      filled += bytes.copy(space, filled, from, to)
    },
    portion: () => {
      if (given > 0 || filled < portionBytes) return null
      given = space.lastIndexOf(newline, filled - 1) + 1
      return given > 0 ? space.subarray(0, given) : null
    },
    rest: () => {
      dropGiven()
      given = filled
      return filled > 0 ? space.subarray(0, filled) : null
    },
  }
}

type Flow = { go(): void }

/** Reads the messages between the first and the last row by itself; every other goes to the client, which knows what they mean. */
function takeSocket(socket: Socket, lines: Lines, give: Taken): Flow {
  const [usual] = socket.listeners('data') as ((bytes: Buffer) => void)[]
  if (!usual) throw new Error('nobody reads the connection')
  const head = Buffer.alloc(headBytes)
  let headFilled = 0
  let left = 0
  let bytes: Buffer = Buffer.alloc(0)
  let at = 0
  let isMine = true

  const giveBack = () => {
    isMine = false
    socket.off('data', hear)
    socket.on('data', usual)
    usual(bytes.subarray(at))
    socket.resume()
  }
  /** @returns whether the whole head is there */
  const readHead = (): boolean => {
    const copied = bytes.copy(head, headFilled, at, at + headBytes - headFilled)
    headFilled += copied
    at += copied
    if (headFilled < headBytes) return false
    headFilled = 0
    left = head.readUInt32BE(1) - 4
    return true
  }
  /** Goes through what came. @returns false when a portion was given, so that the rest has to wait */
  const work = (): boolean => {
    while (at < bytes.length) {
      if (left === 0) {
        if (headFilled === 0 && !isBetween(bytes[at])) {
          giveBack()
          return true
        }
        if (!readHead()) break
        if (head[0] === row) {
          const portion = lines.portion()
          if (portion) {
            give(portion)
            return false
          }
        }
      }
      const to = Math.min(at + left, bytes.length)
      if (head[0] === row) lines.take(bytes, at, to)
      left -= to - at
      at = to
    }
    return true
  }
  const hear = (came: Buffer) => {
    bytes = came
    at = 0
    if (!work()) socket.pause()
  }
  socket.off('data', usual)
  socket.on('data', hear)
  return {
    go: () => {
      if (isMine && work() && isMine) socket.resume()
    },
  }
}
