const key = 'ekaya.project'

export function rememberProject(id: string): void {
  try {
    localStorage.setItem(key, id)
  } catch {
    // Storage is switched off: the first project opens next time.
  }
}

export function lastProject(): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}
