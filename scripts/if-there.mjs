/** What a look at files gives; what goes, or cannot be read, while it is looked at is passed over. */
export function ifThere(look) {
  try {
    return look()
  } catch {
    return undefined
  }
}
