type Page<R> = { readonly rows: readonly R[]; readonly next: string | null }

/** All rows of a list that is asked for a page at a time, each page after where the one before ended. */
export async function* readPortions<R>(ask: (from: { readonly after?: string }) => Promise<Page<R>>): AsyncGenerator<readonly R[]> {
  for (let after: string | null | undefined; after !== null; ) {
    const { rows, next } = await ask(after === undefined ? {} : { after })
    if (rows.length > 0) yield rows
    after = next
  }
}
