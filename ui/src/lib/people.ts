// How a person is called on one line: a name is whatever somebody typed into the shop.
import type { PersonRef } from '../ipc/bindings'

/** The name as it can be shown, or nothing: control characters have no picture; a space stands for them. */
export function ownName(person: PersonRef): string {
  return person.name?.replace(/\p{Cc}/gu, ' ').trim() ?? ''
}

/** The name, or else the address or the key. */
export function nameOf(person: PersonRef): string {
  return ownName(person) || person.email || person.key
}
