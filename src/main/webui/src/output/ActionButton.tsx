import { useState } from 'react'
import type { JsonObject } from '../api/types'
import { useAct } from '../api/useAct'
import { AppText } from '../parts/AppText'
import { Button } from '../parts/Button'
import { Name } from '../parts/Name'
import { Problem } from '../parts/Problem'
import { Window } from '../parts/Window'
import { useOutputActions } from './actionContext'

/** Runs the app with an input that it offered; asks first where the app wants that, and keeps what went wrong in sight. */
export function ActionButton({ label, input, confirm, danger, small = false }:
  { label: string; input: JsonObject; confirm: string; danger: boolean; small?: boolean }) {
  const actions = useOutputActions()
  const [asking, setAsking] = useState(false)
  const act = useAct(async () => {
    await actions.run(input)
    setAsking(false)
  })
  const barred = actions.barred !== undefined
  const look = danger ? 'danger' : small ? 'quiet' : 'plain'
  const open = asking || act.error !== undefined
  const close = () => {
    setAsking(false)
    act.clear()
  }
  return (
    <>
      <Button look={look} isDisabled={barred} busy={act.busy && !asking} onPress={() => (confirm ? setAsking(true) : void act.run())}>
        <Name text={label} />
      </Button>
      {open && (
        <Window title={label} onClose={close} busy={act.busy}>
          {confirm && <p><AppText text={confirm} charsMax={300} /></p>}
          {act.error && <Problem error={act.error} />}
          <div className="window-foot">
            <Button onPress={close}>{act.error ? 'Close' : 'Cancel'}</Button>
            <Button look={danger ? 'danger' : 'main'} busy={act.busy} onPress={() => void act.run()}>
              {act.error ? 'Try again' : <Name text={label} />}
            </Button>
          </div>
        </Window>
      )}
    </>
  )
}
