import type { JsonObject } from '../api/types'
import { ActionButton } from './ActionButton'
import { own } from './pointer'
import type { RowAction } from './views'

/** What can be asked for about a row: those that fit it. */
export function RowActions({ actions, row }: { actions: RowAction[]; row: JsonObject }) {
  return (
    <span className="row-actions">
      {actions.filter(action => fits(action, row)).map((action, index) => (
        <ActionButton key={index} label={action.label} input={inputOf(action, row)} confirm={action.confirm} danger={action.danger} small />
      ))}
    </span>
  )
}

function fits({ when }: RowAction, row: JsonObject): boolean {
  if (!when) return true
  const value = own(row, when.key) ?? null
  return when.in.some(each => each === value)
}

function inputOf(action: RowAction, row: JsonObject): JsonObject {
  const input: JsonObject = { ...action.input }
  for (const [name, key] of action.with) {
    // Defined, not assigned: a name like __proto__ is only a key.
    Object.defineProperty(input, name, { value: own(row, key) ?? null, enumerable: true, configurable: true, writable: true })
  }
  return input
}
