/** A save that would undo someone else's. */
export class StaleDraft extends Error {
  constructor() {
    super('Someone else saved this draft since you opened it')
    this.name = 'StaleDraft'
  }
}
