const form = /^(\d+)\.(\d+)\.(\d+)(?:-([0-9A-Za-z.-]+))?(?:\+.*)?$/

/** Whether version `a` comes after `b`, by semantic versioning; texts that are no versions come before all that are. */
export function newer(a: string, b: string): boolean {
  const [left, right] = [form.exec(a), form.exec(b)]
  if (!left || !right) return left !== null && right === null
  for (let part = 1; part <= 3; part++) {
    const apart = Number(left[part]) - Number(right[part])
    if (apart !== 0) return apart > 0
  }
  return laterPart(left[4], right[4])
}

/** What has no pre-release part is the release, and comes last. */
function laterPart(a: string | undefined, b: string | undefined): boolean {
  if (a === b || a === undefined || b === undefined) return a === undefined && b !== undefined
  const [left, right] = [a.split('.'), b.split('.')]
  for (let at = 0; at < Math.max(left.length, right.length); at++) {
    const [x, y] = [left[at], right[at]]
    if (x === y) continue
    if (x === undefined || y === undefined) return y === undefined
    const [isNumber, isNumberToo] = [/^\d+$/.test(x), /^\d+$/.test(y)]
    if (isNumber && isNumberToo) return Number(x) > Number(y)
    return isNumber === isNumberToo ? x > y : isNumberToo
  }
  return false
}
