import { isOutage } from '../database/outage.ts'
import type { ChannelOutcome, ChannelTrouble, Outgoing } from './channel.ts'

/**
 * A lot that the vendor turned away as a whole because of one in it: its halves are tried, then theirs, until whoever is at fault
 * stands alone. Only for causes that lie with single messages, and only where a refused lot reached nobody.
 * @param sendLot one outcome for all, or one for each
 */
export async function takeApart(
  messages: readonly Outgoing[],
  causes: readonly ChannelTrouble[],
  sendLot: (lot: readonly Outgoing[]) => Promise<readonly ChannelOutcome[]>,
): Promise<readonly ChannelOutcome[]> {
  const outcomes = await sendLot(messages)
  const [first] = outcomes
  const isWhole = first !== undefined && outcomes.every((one) => one === first)
  if (messages.length < 2 || !isWhole || !isAtFault(first, causes)) return outcomes
  const middle = Math.ceil(messages.length / 2)
  const before = await takeApart(messages.slice(0, middle), causes, sendLot)
  const rest = messages.slice(middle)
  return [...before, ...(await takeApart(rest, causes, sendLot).catch((error: unknown) => notBegun(error, rest)))]
}

/**
 * The database that a token is asked of was away before these were spoken about. Those before them may have gone, so it must not
 * look as if nothing had been said of the whole lot, which would then go again.
 * @throws whatever else it is
 */
function notBegun(error: unknown, messages: readonly Outgoing[]): readonly ChannelOutcome[] {
  if (!isOutage(error)) throw error
  const reason = 'nothing was said yet: the program’s own database was away'
  return messages.map((): ChannelOutcome => ({ state: 'later', reason, cause: 'connection' }))
}

const isAtFault = (outcome: ChannelOutcome, causes: readonly ChannelTrouble[]) =>
  (outcome.state === 'refused' || outcome.state === 'later') && outcome.cause !== undefined && causes.includes(outcome.cause)
