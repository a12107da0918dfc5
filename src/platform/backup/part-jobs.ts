import type { ProblemDetails } from '../../core/kit/problem.ts'
import type { SharedBoxKeys } from './box-keys.ts'
import type { TableShape, TableSum } from './list-tables.ts'

// What the threads of a backup and of a restore are asked, and what they answer.

export type WriterSetup = {
  readonly role: 'write'
  readonly url: string
  readonly snapshot: string
  readonly key: Uint8Array
  readonly backupId: string
  readonly folder: string
  readonly boxKeys: SharedBoxKeys
}

export type LoaderSetup = {
  readonly role: 'load'
  readonly url: string
  readonly key: Uint8Array
  readonly backupId: string
  readonly folder: string
  readonly boxKeys: SharedBoxKeys
}

export type Job =
  | { readonly kind: 'copy'; readonly table: TableShape; readonly file: string; readonly fromPage: number; readonly toPage: number | null }
  | { readonly kind: 'sum'; readonly table: Pick<TableShape, 'name' | 'numbers'> }
  | {
      readonly kind: 'files'
      readonly from: string
      readonly file: string
      readonly notes: readonly { readonly name: string; readonly content: Uint8Array }[]
    }
  | {
      readonly kind: 'load'
      readonly table: { readonly name: string; readonly columns: readonly string[] }
      readonly file: string
      readonly bytes: number
      readonly hash: string
    }
  | { readonly kind: 'statement'; readonly statement: string }

export type Written = {
  readonly rows: number
  readonly plainBytes: number
  readonly bytes: number
  readonly hash: string
  readonly files: number
}
export type Loaded = { readonly rows: number; readonly forgottenRows: number; readonly forgotten: readonly string[] }

export type Answer =
  | { readonly did: 'copy' | 'files'; readonly written: Written | null }
  | { readonly did: 'sum'; readonly sum: TableSum }
  | { readonly did: 'load'; readonly loaded: Loaded }
  | { readonly did: 'statement' }

export type FromThread =
  | { readonly type: 'ready' }
  | { readonly type: 'moved'; readonly bytes: number }
  | { readonly type: 'answer'; readonly answer: Answer }
  | { readonly type: 'failed'; readonly message: string; readonly code: string; readonly problem: ProblemDetails | null }
