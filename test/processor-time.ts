/** Milliseconds that this process has kept a core busy, its threads included: unlike the clock, they do not pass while others work. */
export function processorTime(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1_000
}
