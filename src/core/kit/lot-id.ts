/** Messages that went to a vendor in one request have an id together, which is no message's. */
export const lotId = (id: string): string => `lot-${id}`

export const isLotId = (text: string): boolean => text.startsWith('lot-')
