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
  return [...before, ...(await takeApart(messages.slice(middle), causes, sendLot))]
}

const isAtFault = (outcome: ChannelOutcome, causes: readonly ChannelTrouble[]) =>
  (outcome.state === 'refused' || outcome.state === 'later') && outcome.cause !== undefined && causes.includes(outcome.cause)
