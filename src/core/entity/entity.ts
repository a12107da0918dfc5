import type { Words } from '../kit/words.ts'
import type { Fields } from './field.ts'

export type Sort = { readonly field: string; readonly direction: 'asc' | 'desc' }

/** A noun: what exists. Plain data; table checks, routes, lists, forms, filters, import and export are read off it. */
export type Entity = {
  readonly name: string
  readonly label: Words
  readonly plural: Words
  /** The path under /api and in the browser, e.g. `customers`. */
  readonly path: string
  readonly table: string
  /** The field that names a record to a person. */
  readonly title: string
  readonly fields: Fields
  readonly sort: Sort
  /** The jsonb column of the firm's own fields, where the entity may have such. */
  readonly customColumn?: string
  /** Fields by which a record of this kind is called in an export of others that point to it; its title where left out. */
  readonly calledBy?: readonly string[]
  /** A tsvector column of search words, where the entity can be searched. */
  readonly searchColumn?: string
  /** Its texts are searched by the contact details in them too, which may be kept sealed as those of customers are. */
  readonly holdsContacts?: true
}

/**
 * Fields that another feature adds to an entity from a table of its own with one row a record,
 * e.g. the metrics of a customer.
 */
export type EntityExtension = {
  readonly of: string
  readonly table: string
  /** The column that holds the record's id. */
  readonly key: string
  readonly fields: Fields
}

export function defineEntity<const E extends Entity>(entity: E): E {
  return entity
}

export function defineExtension<const X extends EntityExtension>(extension: X): X {
  return extension
}
