/** How a customer is called: by their name, or by the end of their id where none is known. */
export const nameOfCustomer = ({ id, name }: { readonly id: string; readonly name?: string | null | undefined }): string =>
  name ?? `#${id.slice(-8)}`
