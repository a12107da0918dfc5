type Component = { readonly name: string; readonly version: string; readonly hashes?: readonly { readonly content: string }[] }

export function makeSbom(lock: { readonly packages: Readonly<Record<string, object>> }): { readonly components: readonly Component[] }
