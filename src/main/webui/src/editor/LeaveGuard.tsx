import { useEffect } from 'react'
import { useBlocker } from 'react-router'
import { Button } from '../parts/Button'
import { Window } from '../parts/Window'

/** Asks before unsaved work is left behind. */
export function LeaveGuard({ dirty }: { dirty: boolean }) {
  const blocker = useBlocker(dirty)
  useEffect(() => {
    if (!dirty) return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    addEventListener('beforeunload', warn)
    return () => removeEventListener('beforeunload', warn)
  }, [dirty])
  if (blocker.state !== 'blocked') return null
  return (
    <Window title="Leave without saving?" onClose={() => blocker.reset()}>
      <p>The changes since the last save will be lost.</p>
      <div className="window-foot">
        <Button onPress={() => blocker.reset()}>Stay</Button>
        <Button look="danger" onPress={() => blocker.proceed()}>Leave</Button>
      </div>
    </Window>
  )
}
