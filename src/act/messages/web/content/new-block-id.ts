/** Told apart within one template; a place that is not served over https has no `randomUUID`. */
export const newBlockId = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(6)), (byte) => byte.toString(36).padStart(2, '0')).join('')
