import type { Datasource, DatasourceSlot } from '../api/types'
import { Choice } from '../parts/Choice'
import { Name } from '../parts/Name'

export interface SlotChoice extends DatasourceSlot {
  fitting: Datasource[]
}

/** Each alias of a package, with the project's datasources that it may mean. */
export function slotChoices(slots: DatasourceSlot[], datasources: Datasource[]): SlotChoice[] {
  return slots.map(slot => ({
    ...slot,
    fitting: datasources.filter(each => slot.types.length === 0 || slot.types.includes(each.type)),
  }))
}

/** What to send: those that the server would not find by itself. */
export function bindingsOf(choices: SlotChoice[], chosen: Record<string, string>): Record<string, string> {
  return Object.fromEntries(choices
    .filter(({ fitting }) => fitting.length > 1)
    .map(({ alias, fitting }) => [alias, chosen[alias] ?? fitting[0]?.id ?? '']))
}

export const isUnbound = ({ required, fitting }: SlotChoice) => required && fitting.length === 0

/** Which datasource of the project each alias of a package is to mean. */
export function DatasourceChoices({ choices, chosen, onChange }:
  { choices: SlotChoice[]; chosen: Record<string, string>; onChange: (chosen: Record<string, string>) => void }) {
  return choices.map(({ alias, fitting, types, required }) => fitting.length > 1
    ? (
      <Choice
        key={alias}
        label={`Datasource for “${alias}”`}
        options={fitting}
        value={chosen[alias] ?? fitting[0]?.id ?? ''}
        onChange={id => onChange({ ...chosen, [alias]: id })}
      />
    )
    : (
      <p key={alias} className={required && !fitting[0] ? 'field-problem' : 'slot'}>
        “<Name text={alias} />” {fitting[0]
          ? <>will be <strong><Name text={fitting[0].name} /></strong></>
          : <>{required ? 'needs' : 'could use'} a datasource{types.length > 0 && <> of type <Name text={types.join(' or ')} /></>}; this project has none</>}
      </p>
    ))
}
